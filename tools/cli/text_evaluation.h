// How well declared text is identified: a labelled set in, precision, recall and F1 by kind and part out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "chemdb/store/database.h"
#include "screening/identify/text_identifier.h"
#include "screening/judge/structure_judge.h"
#include "screening/resolve/name_resolver.h"

namespace tidewaiter::cli {

// Over this certainty a candidate counts as found: more likely than not (strictly over it).
inline constexpr double kFoundCertainty = 0.5;

struct EvaluationRow {
  std::string part, kind;  // "all" for sums
  size_t lines = 0;
  size_t expected = 0;     // substances that the labels name
  size_t found = 0;        // of them
  size_t wrong = 0;        // substances found that the labels do not name
  size_t wrong_lines = 0;  // lines with any of those
  // 1 where nothing could be found, or missed.
  double Precision() const;
  double Recall() const;
  double F1() const;
};

struct Evaluation {
  std::vector<EvaluationRow> rows;    // by part, then kind in the order of the file; last a part's sum
  size_t unresolved = 0;              // systematic names that the resolver could not be asked about
  std::vector<std::string> mistakes;  // "part, kind: missed <id> in <text>", "...: wrongly <id> in <text>"
};

// Reads a labelled set: CSV with the columns text, hs, expected (ids of substances joined by ';'; one with
// '?' behind it is doubtful: to be shown, but not as certain enough to act on), kind, part. InvalidArgument
// for a file that is none and for an id that the database does not have.
// With `systematic`, systematic names are read and judged as `screen --resolver` does.
struct SystematicNames {
  NameResolver* resolver = nullptr;
  const StructureJudge* judge = nullptr;
};
absl::StatusOr<Evaluation> EvaluateText(const std::string& path, const Database& database,
                                        const TextIdentifier& identifier,
                                        const SystematicNames* systematic = nullptr);

// As an aligned table for people, or CSV.
std::string EvaluationTable(const Evaluation& evaluation, bool csv);

// Descriptions of goods that name nothing listed, one a line: what is found in them all the same.
struct AlarmCount {
  size_t lines = 0;
  size_t alarms = 0;            // lines with a candidate over kFoundCertainty
  size_t doubts = 0;            // lines with candidates below only
  size_t systematic_lines = 0;  // lines with a span that a resolver would be asked about
  size_t systematic_spans = 0;
  size_t vague = 0;                // lines whose vagueness is at least one half
  std::vector<std::string> shown;  // "<line>: <certainty> <id> \"<where>\" in <text>"; the first 1,000
};
absl::StatusOr<AlarmCount> CountAlarms(const std::string& path, const Database& database,
                                       const TextIdentifier& identifier);

}  // namespace tidewaiter::cli
