#include "screening/lint/lint_rules.h"

namespace tidewaiter {

const std::vector<LintRule>& LintRules() {
  static const auto* const rules = new std::vector<LintRule>{
      {"cas-check-digit", LintLevel::kError, "The check digit of the CAS Registry Number does not agree"},
      {"cas-date", LintLevel::kError, "A spreadsheet turned the CAS Registry Number into a date"},
      {"cas-format", LintLevel::kError, "The cell holds no CAS Registry Number"},
      {"cas-hyphens", LintLevel::kWarning, "The CAS Registry Number stands without its hyphens"},
      {"cas-leading-zeros", LintLevel::kNote, "The CAS Registry Number stands with leading zeros"},
      {"cas-name", LintLevel::kError, "CAS Registry Number and name are of different substances"},
      {"cas-name-unknown", LintLevel::kWarning,
       "The CAS Registry Number is none that is known for the substance named"},
      {"cas-structure", LintLevel::kError, "CAS Registry Number and structure are of different substances"},
      {"confusable", LintLevel::kError, "A character that looks like another one, or is not seen"},
      {"cut-identifier", LintLevel::kError, "Part of an identifier is missing"},
      {"date-ambiguous", LintLevel::kWarning, "The day can be read two ways"},
      {"date-format", LintLevel::kWarning, "The day cannot be read"},
      {"date-impossible", LintLevel::kError, "No calendar has this day, or no law is of it"},
      {"date-order", LintLevel::kError, "The last day lies before the first"},
      {"duplicate-cas", LintLevel::kWarning, "One CAS Registry Number under two names"},
      {"duplicate-row", LintLevel::kWarning, "The row stands twice"},
      {"duplicate-structure", LintLevel::kWarning, "One structure under two names"},
      {"encoding", LintLevel::kError, "The file is not UTF-8"},
      {"formula-structure", LintLevel::kError, "Formula and structure do not agree"},
      {"hs-format", LintLevel::kError, "The code is none of the Harmonized System"},
      {"hs-substance", LintLevel::kWarning, "The HS code is not the one that is known for the substance"},
      {"hs-unknown", LintLevel::kError, "The edition of the Harmonized System has no such code"},
      {"mojibake", LintLevel::kWarning, "Characters were lost or read in a wrong encoding"},
      {"name-structure", LintLevel::kError, "Name and structure are of different substances"},
      {"structure-format", LintLevel::kError, "The structure cannot be read"},
      {"syntax", LintLevel::kError, "Part of the file cannot be read"},
  };
  return *rules;
}

std::string_view LintLevelName(LintLevel level) {
  switch (level) {
    case LintLevel::kNote:
      return "note";
    case LintLevel::kWarning:
      return "warning";
    case LintLevel::kError:
      break;
  }
  return "error";
}

}  // namespace tidewaiter
