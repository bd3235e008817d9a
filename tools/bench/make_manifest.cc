// make_manifest EXAMPLE.csv LINES [EVERYDAY.csv PERCENT]: a manifest of so many lines on standard output. The
// goods are the example's, over and over; numbers, days, parties and addresses change from line to line. With
// EVERYDAY.csv (everyday_goods.csv beside this file) only PERCENT of the lines keep the example's goods, the
// others carry everyday ones.
#include <cstdio>
#include <cstdlib>
#include <optional>

#include "chemdb/base/csv_table.h"
#include "tools/bench/made_up_trade.h"

namespace tidewaiter {
namespace {

// What sellers write behind the goods.
constexpr const char* kTails[] = {
    "", "", "", ", new", " (sample)", ", assorted colours", ", 12 pcs per carton", " - gift"};

struct EverydayGoods {
  std::string description, hs_code, quantity, unit, value;
};

class EverydayTrade {
 public:
  static absl::StatusOr<EverydayTrade> Read(const char* path) {
    auto table = CsvTable::Read(path);
    if (!table.ok()) return table.status();
    if (table->columns() != std::vector<std::string>{"description", "hs_code", "unit", "unit_value"} ||
        table->rows().empty()) {
      return absl::InvalidArgumentError(Concat(path, ": wants description,hs_code,unit,unit_value"));
    }
    return EverydayTrade(*std::move(table));
  }

  EverydayGoods Next(bench::Dice& dice) const {
    const std::vector<std::string>& cells = table_.rows()[dice.Below(table_.rows().size())].cells;
    const uint64_t quantity = 1 + dice.Skewed(200);
    EverydayGoods goods;
    goods.description = Concat(cells[0], kTails[dice.Below(std::size(kTails))]);
    // The seller's own number of the article, on every fourth line.
    if (dice.Below(4) == 0) AppendTo(goods.description, ", art. ", 10'000 + dice.Below(90'000));
    goods.hs_code = cells[1];
    goods.quantity = std::to_string(quantity);
    goods.unit = cells[2];
    goods.value = std::to_string(quantity * std::strtoull(cells[3].c_str(), nullptr, 10));
    return goods;
  }

 private:
  explicit EverydayTrade(CsvTable table) : table_(std::move(table)) {}
  CsvTable table_;
};

int Run(int argc, char** argv) {
  if (argc != 3 && argc != 5) {
    return std::fputs("usage: make_manifest EXAMPLE.csv LINES [EVERYDAY.csv PERCENT]\n", stderr), 2;
  }
  const auto example = CsvTable::Read(argv[1]);
  if (!example.ok()) return std::fprintf(stderr, "%s\n", example.status().ToString().c_str()), 3;
  std::optional<EverydayTrade> everyday;
  uint64_t percent = 100;
  if (argc == 5) {
    auto trade = EverydayTrade::Read(argv[3]);
    if (!trade.ok()) return std::fprintf(stderr, "%s\n", trade.status().ToString().c_str()), 3;
    everyday = *std::move(trade);
    percent = std::strtoull(argv[4], nullptr, 10);
  }
  const uint64_t lines = std::strtoull(argv[2], nullptr, 10);
  std::string out;
  for (const std::string& column : example->columns()) AppendTo(out, CsvCell(column), ",");
  out += "Consignee Address\n";
  bench::Dice dice(1), goods_dice(2);
  for (uint64_t i = 0; i < lines; ++i) {
    const CsvTable::Row& row = example->rows()[i % example->rows().size()];
    const uint64_t consignor = dice.Skewed(bench::kConsignors);
    const uint64_t consignee = dice.Skewed(bench::kConsignees);
    std::optional<EverydayGoods> goods;
    if (everyday.has_value() && goods_dice.Below(100) >= percent) goods = everyday->Next(goods_dice);
    for (size_t column = 0; column < example->columns().size(); ++column) {
      const std::string& title = example->columns()[column];
      std::string cell = row.cells[column];
      if (title == "Line") cell = Concat("M", i + 1);
      if (title == "House AWB") cell = Concat("YT", 1'000'000'000 + i);
      if (title == "Date") cell = bench::Day2025(dice.Next());
      if (title == "Shipper") cell = bench::ConsignorName(consignor);
      if (title == "Consignee") cell = bench::ConsigneeName(consignee);
      if (goods.has_value()) {
        if (title == "Goods Description") cell = goods->description;
        if (title == "HS Code") cell = goods->hs_code;
        if (title == "Quantity") cell = goods->quantity;
        if (title == "Unit") cell = goods->unit;
        if (title == "Value") cell = goods->value;
      }
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

}  // namespace
}  // namespace tidewaiter

int main(int argc, char** argv) { return tidewaiter::Run(argc, argv); }
