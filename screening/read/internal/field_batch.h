// A batch of records as cells: what every reader fills and Interpret() reads.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "screening/model/record.h"
#include "screening/read/internal/text_buffer.h"
#include "screening/read/record_source.h"

namespace tidewaiter::read {

// What all records of a file share.
struct FileInfo {
  std::string file;
  ReadOptions options;
};

// How the cells of a row are to be read; CSV: the same for all rows.
struct Layout {
  std::vector<Field> fields;                   // of cell 0, 1, ...
  std::array<std::string, kFieldCount> units;  // from the column titles: "lb", "USD"
  bool smiles_first = false;                   // cell 0 is a SMILES, and the others say who it is
};

struct Cell {
  const char* data = nullptr;
  uint32_t size = 0;
  bool exact_number = false;  // a JSON number: its point is a decimal mark

  std::string_view text() const { return {data, size}; }
};

class FieldBatch : public RecordBatch {
 public:
  FieldBatch(std::shared_ptr<const FileInfo> info, std::shared_ptr<const Layout> layout,
             size_t expected_rows);

  size_t size() const override { return rows_.size(); }
  Record Interpret(size_t i) const override;
  std::string_view SmilesAlone(size_t i) const override;

  // --- For the readers.
  // Starts a row of empty cells; the pointer holds until the next AddRow().
  Cell* AddRow(uint64_t line);
  // An issue of the last row.
  void AddIssue(DataIssue issue);
  // Keeps the block alive that cells of this batch point into.
  void Hold(const std::shared_ptr<TextBlock>& block);
  // Copies text into the batch.
  std::string_view Store(std::string_view text);
  // `a` and `b` joined by `separator` in the batch; either alone when the other is empty.
  std::string_view Join(std::string_view a, std::string_view separator, std::string_view b);
  // Looks for bytes in the last row's cells that are not UTF-8 (replaced by U+FFFD) or zero, with an issue
  // for each.
  void CheckCharacters();
  // The number of row `i`'s consignment as written: its own, or its house waybill; empty when there is none.
  std::string_view Consignment(size_t i) const;
  // Takes the last row, with its issues, out of `from`, which has the same layout.
  void TakeLastRow(FieldBatch& from);

 private:
  struct Row {
    uint64_t line;
  };

  const std::shared_ptr<const FileInfo> info_;
  const std::shared_ptr<const Layout> layout_;
  std::vector<Cell> cells_;
  std::vector<Row> rows_;
  std::vector<std::pair<uint32_t, DataIssue>> issues_;  // by row
  std::vector<std::shared_ptr<TextBlock>> blocks_;
  std::vector<std::unique_ptr<char[]>> arena_;
  size_t arena_used_ = 0;
  size_t arena_size_ = 0;
};

}  // namespace tidewaiter::read
