// make_manifest EXAMPLE.csv LINES: a manifest of so many lines on standard output. The goods are the
// example's, over and over; numbers, days, parties and addresses change from line to line.
#include <cstdio>
#include <cstdlib>

#include "chemdb/base/csv_table.h"
#include "tools/bench/made_up_trade.h"

int main(int argc, char** argv) {
  using namespace tidewaiter;
  if (argc != 3) return std::fputs("usage: make_manifest EXAMPLE.csv LINES\n", stderr), 2;
  const auto example = CsvTable::Read(argv[1]);
  if (!example.ok()) return std::fprintf(stderr, "%s\n", example.status().ToString().c_str()), 3;
  const uint64_t lines = std::strtoull(argv[2], nullptr, 10);
  std::string out;
  for (const std::string& column : example->columns()) AppendTo(out, CsvCell(column), ",");
  out += "Consignee Address\n";
  bench::Dice dice(1);
  for (uint64_t i = 0; i < lines; ++i) {
    const CsvTable::Row& row = example->rows()[i % example->rows().size()];
    const uint64_t consignor = dice.Skewed(bench::kConsignors);
    const uint64_t consignee = dice.Skewed(bench::kConsignees);
    for (size_t column = 0; column < example->columns().size(); ++column) {
      const std::string& title = example->columns()[column];
      std::string cell = row.cells[column];
      if (title == "Line") cell = Concat("M", i + 1);
      if (title == "House AWB") cell = Concat("YT", 1'000'000'000 + i);
      if (title == "Date") cell = bench::Day2025(dice.Next());
      if (title == "Shipper") cell = bench::ConsignorName(consignor);
      if (title == "Consignee") cell = bench::ConsigneeName(consignee);
      AppendTo(out, CsvCell(cell), ",");
    }
    AppendTo(out, CsvCell(bench::ConsigneeAddress(consignee)), "\n");
    if (out.size() > (1 << 20) || i + 1 == lines) {
      if (std::fwrite(out.data(), 1, out.size(), stdout) != out.size()) return 4;
      out.clear();
    }
  }
  return std::fflush(stdout) == 0 ? 0 : 4;
}
