#include "screening/pipeline/stage_times.h"

#include <algorithm>
#include <numeric>

#include "absl/strings/str_format.h"

namespace tidewaiter {

std::string_view StageName(Stage stage) {
  constexpr std::string_view kNames[kStages] = {"digest",   "read",  "interpret", "screen", "facts",
                                                "licences", "rules", "ledger",    "format", "write"};
  return kNames[static_cast<size_t>(stage)];
}

void StageTimes::Add(const StageTimes& other) {
  for (size_t i = 0; i < kStages; ++i) seconds[i] += other.seconds[i];
}

double StageTimes::Total() const { return std::accumulate(seconds.begin(), seconds.end(), 0.0); }

std::string StageTimes::Table(uint64_t records) const {
  const double total = Total();
  const double lines = static_cast<double>(std::max<uint64_t>(records, 1));
  std::string out = "stage        CPU s   share  us/record\n";
  const auto row = [&](std::string_view name, double time) {
    absl::StrAppendFormat(&out, "%-10s %7.2f  %5.1f%%  %9.2f\n", std::string(name), time,
                          total > 0 ? 100 * time / total : 0.0, 1e6 * time / lines);
  };
  for (size_t i = 0; i < kStages; ++i) {
    if (seconds[i] > 0) row(StageName(static_cast<Stage>(i)), seconds[i]);
  }
  row("all", total);
  const double after = total - (*this)[Stage::kDigest] - (*this)[Stage::kRead];
  row("after read", after);
  if (after > 0) {
    absl::StrAppendFormat(&out, "%.0f records a second of processor time, %.0f after reading\n",
                          lines / total, lines / after);
  }
  return out;
}

}  // namespace tidewaiter
