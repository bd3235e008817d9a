// A class rule beside the words of the law it stands for.
#pragma once

#include <string>

#include "rules/structure/class_rule.h"

namespace tidewaiter::cli {

// The wording, what the rule makes of each paragraph, readings and doubts, sources and examples, as lines of
// at most `width` columns.
std::string DescribeRule(const ClassRule& rule, size_t width);

}  // namespace tidewaiter::cli
