// A reading profile: what is known of one sender's files, kept as JSON beside them.
//
//   {"columns": {"description": "GOODS_DESC", "hs_code": "TARIFF"}, "delimiter": ";", "encoding":
//   "windows-1252",
//    "date_format": "%d/%m/%Y", "decimal_mark": ",", "constants": {"destination": "KR"}}
//
// All members are optional; an unknown member or field is an error, so that a spelling mistake is not
// silence.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "screening/read/record_source.h"

namespace tidewaiter {

// What a profile says laid over `base`: members that it has replace those of `base`.
absl::StatusOr<ReadOptions> ParseProfile(std::string_view json, std::string_view file,
                                         const ReadOptions& base = {});
absl::StatusOr<ReadOptions> LoadProfile(const std::string& path, const ReadOptions& base = {});

// The members that differ from the defaults, in a fixed order, with a line end.
std::string FormatProfile(const ReadOptions& options);
absl::Status SaveProfile(const std::string& path, const ReadOptions& options);

}  // namespace tidewaiter
