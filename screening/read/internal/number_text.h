// Numbers as people write them. Never wrong by a thousand: where the mark is in doubt there is no value.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace tidewaiter::read {

enum class NumberProblem : uint8_t {
  kNone,
  kAmbiguous,  // "1.234": one thousand or one point? Or it contradicts the stated decimal mark
  kBad,        // no number
  kNegative,
  kAbsurd,  // over 1e12
};

struct NumberText {
  std::optional<double> value;
  NumberProblem problem = NumberProblem::kNone;
  std::string_view before;  // what stands before and after the number, trimmed: "USD" 1,200.00 "kg"
  std::string_view after;
};

// Reads `1.234,56`, `1,234.56`, `1 234,56`, `1'234.56`, `12,34,567.8`, full-width digits and `1.5E+3`.
// `decimal_mark` '.' or ',' decides `1.234`; 0 leaves it ambiguous. `exact` is for numbers from a notation
// that knows one mark only (JSON): no grouping, the mark is a point.
NumberText ParseNumber(std::string_view text, char decimal_mark, bool exact = false);

}  // namespace tidewaiter::read
