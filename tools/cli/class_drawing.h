// Drawings of class rules and their members, each region in a colour of its own.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

#include "rules/structure/class_rule.h"

namespace tidewaiter::cli {

inline constexpr int kDrawingWidth = 460;  // pixels
inline constexpr int kDrawingHeight = 460;

// The reference structure of a rule with regions, with their names. FailedPrecondition for a rule of
// patterns.
absl::StatusOr<std::string> DrawScaffold(const ClassRule& rule);

// `smiles` as a member of `rule`, or as its nearest miss: each region in its colour with what was done to it
// and the paragraph. NotFound when it is neither, FailedPrecondition for a rule of patterns.
absl::StatusOr<std::string> DrawReading(const ClassRule& rule, std::string_view smiles);

}  // namespace tidewaiter::cli
