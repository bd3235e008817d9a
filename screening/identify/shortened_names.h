// Names whose words are cut short with a full stop: "potass. permang.", "Sulph. acid".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "screening/identify/compiled_names.h"
#include "screening/identify/name_match.h"
#include "screening/identify/neighbours.h"
#include "screening/identify/normalise.h"

namespace tidewaiter {

class ShortenedNames {
 public:
  explicit ShortenedNames(const CompiledNames& names);

  // Appends to `out`. Costs nothing for a text without a full stop behind a letter.
  void Match(std::string_view original, const NormalisedText& text, const Neighbours& neighbours,
             std::vector<NameMatch>& out) const;

 private:
  // Byte behind the last word when the name's words begin at `begin`, one of them cut short; 0 otherwise.
  size_t EndOf(std::string_view original, const NormalisedText& text, size_t begin, uint32_t name) const;

  const CompiledNames& names_;
  // By the first letters of the first word, and of the second: "Pot. permanganate".
  std::unordered_map<std::string, std::vector<uint32_t>> by_first_, by_second_;
};

}  // namespace tidewaiter
