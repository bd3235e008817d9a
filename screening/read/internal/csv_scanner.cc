#include "screening/read/internal/csv_scanner.h"

#include <algorithm>
#include <bit>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "chemdb/base/limits.h"

namespace tidewaiter::read {
namespace {

#if defined(__SSE2__)
uint64_t SpecialMask(const char* data, char delimiter) {
  const __m128i delimiters = _mm_set1_epi8(delimiter);
  const __m128i quotes = _mm_set1_epi8('"');
  const __m128i feeds = _mm_set1_epi8('\n');
  const __m128i returns = _mm_set1_epi8('\r');
  uint64_t mask = 0;
  for (int i = 0; i < 4; ++i) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(data + 16 * i));
    const __m128i hit =
        _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(bytes, delimiters), _mm_cmpeq_epi8(bytes, quotes)),
                     _mm_or_si128(_mm_cmpeq_epi8(bytes, feeds), _mm_cmpeq_epi8(bytes, returns)));
    mask |= static_cast<uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(hit))) << (16 * i);
  }
  return mask;
}
#else
uint64_t SpecialMask(const char* data, char delimiter) {
  uint64_t mask = 0;
  for (int i = 0; i < 64; ++i) {
    const char c = data[i];
    const bool hit = c == delimiter || c == '"' || c == '\n' || c == '\r';
    mask |= static_cast<uint64_t>(hit) << i;
  }
  return mask;
}
#endif

bool OnlyBlanks(const char* begin, const char* end) {
  return std::all_of(begin, end, [](char c) { return c == ' '; });
}

bool IsLineEnd(char c) { return c == '\n' || c == '\r'; }

}  // namespace

uint64_t CountLineEnds(std::string_view text) {
  uint64_t lines = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    lines += text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n'));
  }
  return lines;
}

bool CsvScanner::HasExpectedColumns(const CsvRow& row) const {
  if (row.field_count <= expected_columns_) return row.field_count == expected_columns_;
  // Spreadsheets pad rows with empty cells.
  return row.field_count == row.fields.size() &&
         std::all_of(row.fields.begin() + static_cast<std::ptrdiff_t>(expected_columns_), row.fields.end(),
                     [](const CsvField& field) { return field.begin == field.end; });
}

void CsvScanner::SetText(std::string_view text, bool at_end) {
  data_ = text.data();
  size_ = text.size();
  at_end_ = at_end;
  Seek(0);
}

// Bytes past the text are masked out: they may hold anything.
uint64_t CsvScanner::MaskAt(size_t base) const {
  if (base >= size_) return 0;
  const uint64_t mask = SpecialMask(data_ + base, delimiter_);
  const size_t left = size_ - base;
  return left >= 64 ? mask : mask & ((uint64_t{1} << left) - 1);
}

void CsvScanner::Seek(size_t pos) {
  base_ = pos & ~size_t{63};
  mask_ = MaskAt(base_) & (~uint64_t{0} << (pos & 63));
  next_pos_ = pos;
}

// Position of the next special byte, or size_ when there is none.
inline size_t CsvScanner::NextSpecial() {
  while (mask_ == 0) {
    base_ += 64;
    if (base_ >= size_) return size_;
    mask_ = MaskAt(base_);
  }
  const size_t pos = base_ + static_cast<size_t>(std::countr_zero(mask_));
  mask_ &= mask_ - 1;
  return pos;
}

CsvScanner::Scan CsvScanner::ScanRow(size_t pos, size_t limit, bool limit_is_end, size_t literal_from,
                                     CsvRow& row) {
  row.fields.clear();
  row.field_count = 0;
  row.begin = pos;
  row.line = line_;
  row.problem = CsvProblem::kNone;
  size_t start = pos;  // of the current field
  uint64_t line = line_;
  const auto add = [&](size_t begin, size_t end, bool escaped) {
    if (row.field_count++ < limits::kColumns) {
      row.fields.push_back({static_cast<uint32_t>(begin), static_cast<uint32_t>(end), escaped});
    } else if (row.problem == CsvProblem::kNone) {
      row.problem = CsvProblem::kTooManyFields;
      row.problem_at = begin;
      row.problem_line = line;
    }
  };
  // Quoted field just closed: its text, to be added at the next delimiter.
  bool closed = false;
  CsvField quoted;
  const auto finish_field = [&](size_t end) {
    if (closed) {
      add(quoted.begin, quoted.end, quoted.escaped);
      closed = false;
    } else {
      add(start, end, false);
    }
  };
  while (true) {
    const size_t at = NextSpecial();
    if (at >= limit) {
      if (limit - pos > limits::kRecordBytes) return Scan::kTooLong;
      if (!limit_is_end) return Scan::kNeedMore;
      finish_field(limit);
      row.end = limit;
      break;
    }
    const char c = data_[at];
    if (c == delimiter_) {
      finish_field(at);
      start = at + 1;
      continue;
    }
    if (c == '\n' || c == '\r') {
      size_t next = at + 1;
      if (c == '\r') {
        if (next == limit && !limit_is_end) return Scan::kNeedMore;  // may be half of CRLF
        if (next < limit && data_[next] == '\n') {
          NextSpecial();
          ++next;
        }
      }
      if (next - pos > limits::kRecordBytes) return Scan::kTooLong;
      ++line;
      finish_field(at);
      row.end = next;
      break;
    }
    // A quote.
    if (closed || at >= literal_from || !OnlyBlanks(data_ + start, data_ + at)) continue;
    const size_t open = at;
    const uint64_t open_line = line;
    bool escaped = false;
    while (true) {
      const size_t mark = NextSpecial();
      if (mark - pos > limits::kRecordBytes || (mark >= limit && limit_is_end)) {
        row.problem_at = open;
        row.problem_line = open_line;
        return Scan::kUnclosed;
      }
      if (mark >= limit) return Scan::kNeedMore;
      if (data_[mark] != '"') {
        if (data_[mark] == '\n') {
          ++line;
        } else if (data_[mark] == '\r') {
          if (mark + 1 == limit && !limit_is_end) return Scan::kNeedMore;
          if (!(mark + 1 < limit && data_[mark + 1] == '\n')) ++line;
        }
        continue;
      }
      if (mark + 1 == limit && !limit_is_end) return Scan::kNeedMore;
      if (mark + 1 < limit && data_[mark + 1] == '"') {
        NextSpecial();
        escaped = true;
        continue;
      }
      size_t after = mark + 1;
      while (after < limit && data_[after] == ' ' && data_[after] != delimiter_) ++after;
      if (after == limit && !limit_is_end) return Scan::kNeedMore;
      const bool good =
          after == limit || data_[after] == delimiter_ || data_[after] == '\n' || data_[after] == '\r';
      if (good) {
        quoted = {static_cast<uint32_t>(open + 1), static_cast<uint32_t>(mark), escaped};
        closed = true;
        break;
      }
      if (line != open_line) {
        row.problem_at = open;
        row.problem_line = open_line;
        return Scan::kUnclosed;
      }
      // On one line: text with an odd quote. The field is taken as written, up to the next delimiter.
      if (row.problem == CsvProblem::kNone) {
        row.problem = CsvProblem::kTextAfterQuote;
        row.problem_at = mark;
        row.problem_line = line;
      }
      break;
    }
  }
  // Gone over a line end, and not with the header's columns: the quote that went over it was not meant as
  // one.
  const uint64_t ends_line = row.end > pos && IsLineEnd(data_[row.end - 1]) ? 1 : 0;
  if (line - row.line > ends_line && expected_columns_ > 0 && !HasExpectedColumns(row)) {
    for (const CsvField& field : row.fields) {
      if (field.begin == pos || data_[field.begin - 1] != '"') continue;
      if (!std::any_of(data_ + field.begin, data_ + field.end, IsLineEnd)) continue;
      row.problem_at = field.begin - 1;
      row.problem_line = row.line + CountLineEnds({data_ + pos, row.problem_at - pos});
      return Scan::kUnclosed;
    }
  }
  line_ = line;
  return Scan::kRow;
}

CsvScanner::Result CsvScanner::Recover(size_t pos, size_t quote, uint64_t quote_line, CsvRow& row) {
  // The row ends with the physical line on which the quote stands.
  size_t end = quote;
  while (end < size_ && data_[end] != '\n' && data_[end] != '\r') ++end;
  if (end - pos > limits::kRecordBytes) return Result::kTooLong;
  const bool crlf = end + 1 < size_ && data_[end] == '\r' && data_[end + 1] == '\n';
  const size_t next = std::min(size_, end + (crlf ? 2 : 1));
  const size_t expected = expected_columns_;
  expected_columns_ = 0;  // whatever it has now, it stays this line
  Seek(pos);
  // Lines before the quote's own, inside earlier quoted fields, were read well; they are read the same way
  // again.
  const Scan scan = ScanRow(pos, end, true, quote, row);
  expected_columns_ = expected;
  if (scan != Scan::kRow) return Result::kTooLong;  // quotes from there on are text: nothing else can fail
  for (CsvField& field : row.fields) {              // the quote itself is not text of the field
    if (field.begin <= quote && quote < field.end && OnlyBlanks(data_ + field.begin, data_ + quote)) {
      field.begin = static_cast<uint32_t>(quote + 1);
    }
  }
  row.end = next;
  if (next > end) ++line_;
  row.problem = CsvProblem::kUnclosedQuote;
  row.problem_at = quote;
  row.problem_line = quote_line;
  Seek(next);
  return Result::kRow;
}

CsvScanner::Result CsvScanner::Next(size_t pos, CsvRow& row) {
  if (pos != next_pos_) Seek(pos);
  // Skips empty lines here too, so that an incomplete row starts at its own first byte.
  while (pos < size_ && (data_[pos] == '\n' || data_[pos] == '\r')) {
    if (data_[pos] == '\r') {
      if (pos + 1 == size_ && !at_end_) break;
      if (pos + 1 < size_ && data_[pos + 1] == '\n') ++pos;
    }
    ++pos;
    ++line_;
    Seek(pos);
  }
  row.begin = pos;
  row.line = line_;
  if (pos >= size_) return at_end_ ? Result::kEnd : Result::kNeedMore;
  const Scan scan = ScanRow(pos, size_, at_end_, kNever, row);
  switch (scan) {
    case Scan::kRow:
      next_pos_ = row.end;
      return Result::kRow;
    case Scan::kNeedMore:
      return Result::kNeedMore;
    case Scan::kTooLong:
      return Result::kTooLong;
    case Scan::kUnclosed:
      break;
  }
  return Recover(pos, row.problem_at, row.problem_line, row);
}

size_t UnescapeQuotes(char* text, size_t size) {
  const char* from = text;
  const char* const end = text + size;
  char* to = text;
  while (from < end) {
    const auto* quote = static_cast<const char*>(std::memchr(from, '"', static_cast<size_t>(end - from)));
    const char* stop = quote == nullptr ? end : quote + 1;
    std::memmove(to, from, static_cast<size_t>(stop - from));
    to += stop - from;
    from = stop;
    if (quote != nullptr && from < end && *from == '"') ++from;
  }
  return static_cast<size_t>(to - text);
}

}  // namespace tidewaiter::read
