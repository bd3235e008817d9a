#include "screening/identify/inchi_layers.h"

#include <algorithm>

#include "chemdb/base/concat.h"
#include "chemdb/base/limits.h"

namespace tidewaiter {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// The parts of one layer, by component: "a;2*b;" -> a, b, b, "". False when there are too many.
bool Expand(std::string_view layer, char separator, std::vector<std::string_view>& out) {
  out.clear();
  for (size_t i = 0; i <= layer.size();) {
    const size_t end = std::min(layer.find(separator, i), layer.size());
    std::string_view part = layer.substr(i, end - i);
    size_t times = 1, digits = 0;
    while (digits < part.size() && digits < 3 && IsDigit(part[digits])) ++digits;
    // In the formula "2H2O", elsewhere "2*1-2".
    const bool star = digits < part.size() && part[digits] == '*';
    if (digits > 0 && (separator == '.' || star)) {
      times = 0;
      for (size_t k = 0; k < digits; ++k) times = times * 10 + static_cast<size_t>(part[k] - '0');
      part.remove_prefix(digits + (star ? 1 : 0));
    }
    if (times == 0 || out.size() + times > static_cast<size_t>(limits::kComponents)) return false;
    out.insert(out.end(), times, part);
    i = end + 1;
  }
  return true;
}

}  // namespace

std::vector<std::string> InchiComponents(std::string_view inchi) {
  constexpr std::string_view kPrefix = "InChI=1S/";
  std::vector<std::string> out;
  if (inchi.substr(0, kPrefix.size()) != kPrefix) return out;
  std::vector<std::string_view> formula, connections, hydrogens;
  bool first = true;
  for (std::string_view rest = inchi.substr(kPrefix.size()); !rest.empty();) {
    const size_t end = std::min(rest.find('/'), rest.size());
    const std::string_view layer = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (first) {
      if (layer.empty() || !Expand(layer, '.', formula)) return out;
      first = false;
    } else if (!layer.empty() && layer[0] == 'c' && connections.empty()) {
      if (!Expand(layer.substr(1), ';', connections)) return out;
    } else if (!layer.empty() && layer[0] == 'h' && hydrogens.empty()) {
      if (!Expand(layer.substr(1), ';', hydrogens)) return out;
    } else {
      break;  // charge, stereo, isotopes
    }
  }
  for (size_t k = 0; k < formula.size(); ++k) {
    std::string text(formula[k]);
    if (k < connections.size() && !connections[k].empty()) AppendTo(text, "/c", connections[k]);
    if (k < hydrogens.size() && !hydrogens[k].empty()) AppendTo(text, "/h", hydrogens[k]);
    if (std::find(out.begin(), out.end(), text) == out.end()) out.push_back(std::move(text));
  }
  return out;
}

std::vector<InchiSpan> FindInchis(std::string_view text) {
  constexpr std::string_view kPrefix = "InChI=1";
  std::vector<InchiSpan> out;
  for (size_t at = text.find(kPrefix); at != std::string_view::npos && out.size() < kMostInchiSpans;
       at = text.find(kPrefix, at + 1)) {
    size_t end = std::min(text.find_first_of(" \t\r\n\"'", at), text.size());
    // A closing bracket of the sentence has no opening one inside.
    const std::string_view inside = text.substr(at, end - at);
    const auto count = [&](char c) { return std::count(inside.begin(), inside.end(), c); };
    const bool bracket = count(')') > count('(');
    while (end > at && (text[end - 1] == '.' || text[end - 1] == ',' || text[end - 1] == ';')) --end;
    if (bracket && text[end - 1] == ')') --end;
    out.push_back({at, end});
  }
  return out;
}

}  // namespace tidewaiter
