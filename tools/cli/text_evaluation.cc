#include "tools/cli/text_evaluation.h"

#include <algorithm>
#include <fstream>
#include <map>

#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"

#include "chemdb/base/concat.h"
#include "chemdb/base/csv_table.h"
#include "chemdb/base/limits.h"
#include "chemdb/base/status_macros.h"
#include "screening/identify/systematic_spans.h"
#include "screening/pipeline/disposition.h"
#include "screening/pipeline/finding_builder.h"
#include "screening/pipeline/systematic_names.h"

namespace tidewaiter::cli {
namespace {

constexpr size_t kMostShown = 1000;
constexpr double kVague = 0.5;

double Share(size_t part, size_t whole) {
  return whole == 0 ? 1 : static_cast<double>(part) / static_cast<double>(whole);
}

// The highest certainty of each substance named in a line.
using Named = std::map<uint32_t, double>;

Named Identify(const TextIdentifier& identifier, std::string_view text, std::string_view hs,
               TextIdentifier::Scratch& scratch, std::vector<Candidate>& candidates) {
  candidates.clear();
  TextContext context;
  context.hs_code = hs;
  identifier.Identify(text, context, scratch, candidates);
  Named out;
  for (const Candidate& c : candidates) {
    double& certainty = out[c.substance];
    certainty = std::max(certainty, c.certainty);
  }
  return out;
}

// Adds what the systematic names of the text just identified stand for.
void AddSystematicNames(const TextIdentifier& identifier, const SystematicNames& systematic,
                        std::string_view text, std::string_view hs, TextIdentifier::Scratch& scratch,
                        const std::vector<Candidate>& candidates, Named& named, size_t& unresolved) {
  TextContext context;
  context.hs_code = hs;
  for (const ReadName& read :
       ReadSystematicNames(text, SystematicNameSpans(text), candidates, *systematic.resolver)) {
    if (!read.smiles.ok()) {
      ++unresolved;
      continue;
    }
    const auto verdict = systematic.judge->Judge(*read.smiles, StructureNotation::kSmiles, JudgeOptions());
    if (!verdict.ok()) continue;
    std::string reason;
    const double sure =
        identifier.JudgeSpan(text, context, read.start, read.end, kSystematicName, scratch, reason);
    for (const IdentityHit& identity : verdict->identities) {
      double& certainty = named[identity.substance];
      certainty = std::max(certainty, sure * CertaintyOf(identity));
    }
  }
}

// What one label asks for.
struct Label {
  uint32_t substance = 0;
  bool doubtful = false;
};

absl::StatusOr<std::vector<Label>> ParseLabels(const std::string& cell, const Database& database,
                                               std::string_view file, size_t line) {
  std::vector<Label> out;
  const std::vector<std::string> words = absl::StrSplit(cell, ';', absl::SkipEmpty());
  for (const std::string& word : words) {
    Label label;
    label.doubtful = word.back() == '?';
    const auto found =
        database.FindSubstance(std::string_view(word).substr(0, word.size() - (label.doubtful ? 1 : 0)));
    if (!found) {
      return absl::InvalidArgumentError(Concat(file, ":", line, ": no substance has the id ", word));
    }
    label.substance = static_cast<uint32_t>(*found);
    out.push_back(label);
  }
  return out;
}

bool Meets(const Label& label, const Named& named) {
  const auto it = named.find(label.substance);
  if (it == named.end()) return false;
  return label.doubtful ? it->second < kActCertainty : it->second > kFoundCertainty;
}

class Rows {
 public:
  EvaluationRow& For(const std::string& part, const std::string& kind) {
    const auto it = std::find_if(rows_.begin(), rows_.end(),
                                 [&](const EvaluationRow& r) { return r.part == part && r.kind == kind; });
    if (it != rows_.end()) return *it;
    rows_.emplace_back();
    rows_.back().part = part;
    rows_.back().kind = kind;
    return rows_.back();
  }

  // By part, each with its sum last.
  std::vector<EvaluationRow> Finish() {
    std::stable_sort(rows_.begin(), rows_.end(),
                     [](const EvaluationRow& a, const EvaluationRow& b) { return a.part < b.part; });
    std::vector<EvaluationRow> out;
    for (size_t k = 0; k < rows_.size(); ++k) {
      out.push_back(rows_[k]);
      if (k + 1 < rows_.size() && rows_[k + 1].part == rows_[k].part) continue;
      EvaluationRow sum;
      sum.part = rows_[k].part;
      sum.kind = "all";
      for (const EvaluationRow& row : rows_) {
        if (row.part != sum.part) continue;
        sum.lines += row.lines;
        sum.expected += row.expected;
        sum.found += row.found;
        sum.wrong += row.wrong;
        sum.wrong_lines += row.wrong_lines;
      }
      out.push_back(sum);
    }
    return out;
  }

 private:
  std::vector<EvaluationRow> rows_;
};

}  // namespace

double EvaluationRow::Precision() const { return Share(found, found + wrong); }
double EvaluationRow::Recall() const { return Share(found, expected); }
double EvaluationRow::F1() const {
  const double p = Precision(), r = Recall();
  return p + r == 0 ? 0 : 2 * p * r / (p + r);
}

absl::StatusOr<Evaluation> EvaluateText(const std::string& path, const Database& database,
                                        const TextIdentifier& identifier, const SystematicNames* systematic) {
  TW_ASSIGN_OR_RETURN(const CsvTable table, CsvTable::Read(path));
  for (const char* column : {"text", "hs", "expected", "kind", "part"}) {
    if (!table.HasColumn(column))
      return absl::InvalidArgumentError(Concat(path, ":1: no column \"", column, "\""));
  }
  Evaluation out;
  Rows rows;
  TextIdentifier::Scratch scratch;
  std::vector<Candidate> candidates;
  for (const CsvTable::Row& line : table.rows()) {
    TW_ASSIGN_OR_RETURN(const std::vector<Label> labels,
                        ParseLabels(table.Get(line, "expected"), database, path, line.line));
    const std::string& text = table.Get(line, "text");
    const std::string& hs = table.Get(line, "hs");
    Named named = Identify(identifier, text, hs, scratch, candidates);
    if (systematic != nullptr) {
      AddSystematicNames(identifier, *systematic, text, hs, scratch, candidates, named, out.unresolved);
    }
    EvaluationRow& row = rows.For(table.Get(line, "part"), table.Get(line, "kind"));
    ++row.lines;
    row.expected += labels.size();
    const auto mistake = [&](std::string_view what, uint32_t substance) {
      out.mistakes.push_back(Concat(row.part, ", ", row.kind, ": ", what, " ",
                                    database.substances()[substance].id, " in ", text));
    };
    for (const Label& label : labels) {
      if (Meets(label, named)) {
        ++row.found;
      } else {
        mistake("missed", label.substance);
      }
    }
    size_t wrong = 0;
    for (const auto& [substance, certainty] : named) {
      if (certainty <= kFoundCertainty) continue;
      const uint32_t s = substance;
      if (std::any_of(labels.begin(), labels.end(), [&](const Label& l) { return l.substance == s; }))
        continue;
      ++wrong;
      mistake("wrongly", s);
    }
    row.wrong += wrong;
    row.wrong_lines += wrong > 0 ? 1 : 0;
  }
  out.rows = rows.Finish();
  return out;
}

std::string EvaluationTable(const Evaluation& evaluation, bool csv) {
  std::string out = csv ? "part,kind,lines,expected,found,wrong,wrong_lines,precision,recall,f1\n"
                        : "part       kind         lines  expected  found  wrong  precision  recall     F1\n";
  for (const EvaluationRow& row : evaluation.rows) {
    if (csv) {
      AppendTo(out, absl::StrFormat("%s,%s,%d,%d,%d,%d,%d,%.4f,%.4f,%.4f\n", CsvCell(row.part),
                                    CsvCell(row.kind), row.lines, row.expected, row.found, row.wrong,
                                    row.wrong_lines, row.Precision(), row.Recall(), row.F1()));
    } else {
      AppendTo(out, absl::StrFormat("%-10s %-12s %5d  %8d  %5d  %5d  %9.3f  %6.3f  %5.3f\n", row.part,
                                    row.kind, row.lines, row.expected, row.found, row.wrong, row.Precision(),
                                    row.Recall(), row.F1()));
    }
  }
  return out;
}

absl::StatusOr<AlarmCount> CountAlarms(const std::string& path, const Database& database,
                                       const TextIdentifier& identifier) {
  std::ifstream in(path);
  if (!in) return absl::NotFoundError(Concat(path, ": could not be opened"));
  AlarmCount out;
  TextIdentifier::Scratch scratch;
  std::vector<Candidate> candidates;
  for (std::string line; std::getline(in, line);) {
    ++out.lines;
    const Named named = Identify(identifier, line, "", scratch, candidates);
    const bool alarm = std::any_of(named.begin(), named.end(),
                                   [](const auto& pair) { return pair.second > kFoundCertainty; });
    out.alarms += alarm ? 1 : 0;
    out.doubts += !alarm && !named.empty() ? 1 : 0;
    const size_t spans = SystematicNameSpans(line).size();
    out.systematic_spans += spans;
    out.systematic_lines += spans > 0 ? 1 : 0;
    out.vague += TextIdentifier::VaguenessOfLast(scratch).score >= kVague ? 1 : 0;
    for (const Candidate& c : candidates) {
      if (!alarm || c.certainty <= kFoundCertainty || out.shown.size() >= kMostShown) continue;
      out.shown.push_back(Concat(out.lines, ": ", absl::StrFormat("%.2f", c.certainty), " ",
                                 database.substances()[c.substance].id, " \"",
                                 line.substr(c.start, c.end - c.start), "\" in ", line));
    }
  }
  return out;
}

}  // namespace tidewaiter::cli
