// A worker's last line of defence: what throws out of screening one record becomes that record's answer.
#pragma once

#include <exception>
#include <string>
#include <utility>

#include "chemdb/base/concat.h"
#include "screening/model/finding.h"
#include "screening/model/record.h"

namespace tidewaiter {

// The result of a record that could not be screened for a reason of the program's own (no memory, an
// exception of a library): visible, and counted as not screened.
inline RecordResult NotScreened(const Place& place, std::string_view id, std::string_view why) {
  RecordResult result;
  result.file = std::string(place.file);
  result.line = place.line;
  result.id = std::string(id);
  result.disposition = Disposition::kDocumentCheck;
  Finding finding;
  finding.rule = "not-screened-failure";
  finding.kind = FindingKind::kData;
  finding.severity = Severity::kMedium;
  finding.unscreened = true;
  finding.message = Concat("Record not screened, by a failure of the program: ", why, ".");
  result.findings.push_back(std::move(finding));
  return result;
}

// `screen(record)`, or NotScreened when it throws.
template <typename Screen>
RecordResult ScreenGuarded(const Record& record, Screen&& screen) {
  try {
    return std::forward<Screen>(screen)(record);
  } catch (const std::exception& e) {
    return NotScreened(record.place, record.id, e.what());
  } catch (...) {
    return NotScreened(record.place, record.id, "unknown exception");
  }
}

}  // namespace tidewaiter
