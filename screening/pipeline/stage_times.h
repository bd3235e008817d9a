// Which stage of a run takes how much.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace tidewaiter {

enum class Stage : uint8_t {
  kDigest,     // of the files' content, for the ledger
  kRead,       // files into batches of fields
  kInterpret,  // fields into records
  kScreen,     // text and structures into findings
  kFacts,      // for policy rules: parties, watchlists, vagueness
  kLicences,
  kRules,
  kLedger,
  kFormat,
  kWrite,
};
inline constexpr size_t kStages = static_cast<size_t>(Stage::kWrite) + 1;
std::string_view StageName(Stage stage);  // "digest", "read", ...

// Seconds of processor time by stage, over all threads.
struct StageTimes {
  std::array<double, kStages> seconds{};

  double& operator[](Stage stage) { return seconds[static_cast<size_t>(stage)]; }
  double operator[](Stage stage) const { return seconds[static_cast<size_t>(stage)]; }
  void Add(const StageTimes& other);
  double Total() const;
  // For people: one line a stage that took time, with its share and its cost for each of `records`; then all
  // of them, and those after reading.
  std::string Table(uint64_t records) const;
};

}  // namespace tidewaiter
