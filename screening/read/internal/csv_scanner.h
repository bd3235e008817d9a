// Splits CSV text into rows and fields (RFC 4180), with the place of everything that is wrong, and goes on
// after it.
//
// 64 bytes at a time become a bit mask of delimiters, line ends and quotes, so that the state machine sees
// only those. LF, CRLF and CR end a row. A quote opens a quoted field at its start (blanks before it are
// allowed); anywhere else it is text: 5" pipe.
//
// An unclosed quote must not swallow the file. It is taken for unclosed when a later "closing" quote is
// followed by something else than a delimiter or line end, when the text or limits::kRecordBytes ends, or
// when the row, gone over a line end, has another number of columns than the header. The row is then its
// first line only, with that quote taken as text, and scanning resumes at the next line. Each line is scanned
// at most three times whatever the quoting: a scan from a line with an unclosed quote ends at the next line
// that has one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace tidewaiter::read {

struct CsvField {
  uint32_t begin = 0;  // in the scanned text
  uint32_t end = 0;
  bool escaped = false;  // holds "" pairs
};

enum class CsvProblem : uint8_t {
  kNone,
  kUnclosedQuote,   // row cut at its first line end
  kTextAfterQuote,  // "ab"cd: taken as written
  kTooManyFields,   // over limits::kColumns: the rest is not stored
};

struct CsvRow {
  std::vector<CsvField> fields;
  size_t begin = 0;
  size_t end = 0;          // after the line end
  uint64_t line = 0;       // of its first character, from 1
  size_t field_count = 0;  // with those not stored
  CsvProblem problem = CsvProblem::kNone;
  size_t problem_at = 0;  // position
  uint64_t problem_line = 0;
};

class CsvScanner {
 public:
  enum class Result : uint8_t {
    kRow,
    kNeedMore,  // no whole row: give more text and call again
    kTooLong,   // the row is longer than limits::kRecordBytes without a quote at fault; skip to the next line
                // end
    kEnd,
  };

  explicit CsvScanner(char delimiter) : delimiter_(delimiter) {}

  // Number of columns that rows should have; 0 = not known.
  void set_expected_columns(size_t columns) { expected_columns_ = columns; }
  uint64_t line() const { return line_; }
  void add_lines(uint64_t lines) { line_ += lines; }

  // `text` must be followed by 64 readable bytes. Call when the text moved.
  void SetText(std::string_view text, bool at_end);

  // The next row that is not empty, from `pos` on.
  Result Next(size_t pos, CsvRow& row);

 private:
  enum class Scan : uint8_t { kRow, kNeedMore, kTooLong, kUnclosed };
  static constexpr size_t kNever = SIZE_MAX;

  // Scans one row from `pos`, in text that ends at `limit`; quotes from `literal_from` on are text.
  Scan ScanRow(size_t pos, size_t limit, bool limit_is_end, size_t literal_from, CsvRow& row);
  Result Recover(size_t pos, size_t quote, uint64_t quote_line, CsvRow& row);
  bool HasExpectedColumns(const CsvRow& row) const;
  uint64_t MaskAt(size_t base) const;
  void Seek(size_t pos);
  size_t NextSpecial();

  const char delimiter_;
  size_t expected_columns_ = 0;
  uint64_t line_ = 1;
  const char* data_ = nullptr;
  size_t size_ = 0;
  bool at_end_ = false;
  size_t base_ = 0;      // of the current 64 bytes
  uint64_t mask_ = 0;    // specials in them that were not handed out yet
  size_t next_pos_ = 0;  // of the row that base_ and mask_ stand at
};

// LF, CRLF and CR in `text`.
uint64_t CountLineEnds(std::string_view text);

// Replaces "" by " in place and returns the new length.
size_t UnescapeQuotes(char* text, size_t size);

}  // namespace tidewaiter::read
