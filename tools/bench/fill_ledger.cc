// fill_ledger LEDGER ENTRIES DATABASE: a ledger of so many earlier entries, of the parties that
// make_manifest's lines have too.
#include <cstdio>
#include <cstdlib>

#include "chemdb/base/concat.h"
#include "chemdb/store/database.h"
#include "rules/policy/ledger_schema.h"
#include "screening/ledger/ledger.h"
#include "screening/parties/address.h"
#include "screening/parties/party_name.h"
#include "tools/bench/made_up_trade.h"

namespace tidewaiter {
namespace {

absl::Status Fill(const std::string& path, int64_t entries, const std::string& database_path) {
  const auto database = Database::Open(database_path);
  if (!database.ok()) return database.status();
  auto ledger = Ledger::Open(path);
  if (!ledger.ok()) return ledger.status();
  // Rows first, the parties' indices afterwards: the same file, sooner.
  for (const char* index : {"consignee", "consignor", "address", "phone"}) {
    const absl::Status status = (*ledger)->connection().Execute(Concat("DROP INDEX ledger_by_", index));
    if (!status.ok()) return status;
  }
  std::vector<std::string> consignors, consignees, addresses, phones;
  for (uint64_t i = 0; i < bench::kConsignors; ++i) consignors.push_back(PartyKey(bench::ConsignorName(i)));
  for (uint64_t i = 0; i < bench::kConsignees; ++i) {
    consignees.push_back(PartyKey(bench::ConsigneeName(i)));
    addresses.push_back(AddressKey(bench::ConsigneeAddress(i)));
    const auto numbers = PhoneKeys(bench::ConsigneeAddress(i));
    phones.push_back(numbers.empty() ? std::string() : numbers[0]);
  }
  const int64_t first_day = ParseIsoDate("2025-01-01")->time_since_epoch().count();
  bench::Dice dice(2);
  constexpr int64_t kLinesPerFile = 100'000;
  std::string digest;
  for (int64_t i = 0; i < entries; ++i) {
    if (i % kLinesPerFile == 0) {
      if (absl::Status status = (*ledger)->Commit(); !status.ok()) return status;
      if (absl::Status status = (*ledger)->Begin(); !status.ok()) return status;
      digest = Concat("made-up-", 100'000 + i / kLinesPerFile);
      if (auto s = (*ledger)->BeginFile(digest, "made up", Today()); !s.ok()) return s.status();
      std::fprintf(stderr, "\r%lld", static_cast<long long>(i));
    }
    const uint64_t consignee = dice.Skewed(bench::kConsignees);
    LedgerEntry entry;
    entry.file_digest = digest;
    entry.line = i % kLinesPerFile + 1;
    const std::string id = Concat("E", i);
    entry.record_id = id;
    entry.consignment = id;
    entry.day = first_day + static_cast<int64_t>(dice.Below(365));
    entry.consignor = consignors[dice.Skewed(bench::kConsignors)];
    entry.consignee = consignees[consignee];
    entry.address = addresses[consignee];
    entry.phone = phones[consignee];
    entry.substance = (*database)->substances()[dice.Below((*database)->substances().size())].id;
    entry.grams = static_cast<int64_t>(1 + dice.Below(50'000));
    entry.value_cents = static_cast<int64_t>(dice.Below(1'000'000));
    entry.currency = "USD";
    entry.origin = "CN";
    entry.destination = "US";
    entry.relation = "exact";
    if (auto added = (*ledger)->Add(entry); !added.ok()) return added.status();
  }
  if (absl::Status status = (*ledger)->Commit(); !status.ok()) return status;
  if (absl::Status status = (*ledger)->connection().Execute(std::string(policy::kLedgerSchema));
      !status.ok()) {
    return status;
  }
  return (*ledger)->Flush();
}

}  // namespace
}  // namespace tidewaiter

int main(int argc, char** argv) {
  if (argc != 4) return std::fputs("usage: fill_ledger LEDGER ENTRIES DATABASE\n", stderr), 2;
  const absl::Status status = tidewaiter::Fill(argv[1], std::strtoll(argv[2], nullptr, 10), argv[3]);
  if (status.ok()) return std::fputs("\n", stderr), 0;
  return std::fprintf(stderr, "%s\n", status.ToString().c_str()), 4;
}
