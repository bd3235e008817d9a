#include "chemdb/law/import/name_tie.h"

#include <algorithm>
#include <iterator>

#include "chemdb/base/concat.h"
#include "chemdb/law/import/row_words.h"

namespace tidewaiter {
namespace {

constexpr double kSureName = 0.9;

std::string Joined(const std::set<std::string>& ids) {
  std::string out;
  for (const std::string& id : ids) AppendTo(out, out.empty() ? "" : ", ", id);
  return out;
}

}  // namespace

NameTie::NameTie(const DatabaseContent& content) {
  for (const Substance& s : content.substances) {
    const auto add = [&](std::string_view name) {
      if (std::string key = NameKey(name); !key.empty()) by_key_[std::move(key)].insert(s.id);
    };
    add(s.name);
    add(s.systematic_name);
    for (const SubstanceName& name : s.names) {
      if (name.certainty >= kSureName) add(name.text);
    }
  }
}

const std::set<std::string>& NameTie::Called(std::string_view name) const {
  static const auto* const nobody = new std::set<std::string>();
  const auto it = by_key_.find(NameKey(name));
  return it == by_key_.end() ? *nobody : it->second;
}

NameTie::Answer NameTie::Tie(const std::vector<std::string>& names) const {
  std::set<std::string> common;
  std::string first;  // the name that gave it
  for (const std::string& name : names) {
    const std::set<std::string>& called = Called(name);
    if (called.empty()) continue;
    if (common.empty()) {
      common = called;
      first = name;
      continue;
    }
    std::set<std::string> both;
    std::set_intersection(common.begin(), common.end(), called.begin(), called.end(),
                          std::inserter(both, both.end()));
    if (both.empty()) {
      return {"", Concat("\"", first, "\" is ", Joined(common), ", but \"", name, "\" is ", Joined(called))};
    }
    common = std::move(both);
  }
  if (common.empty()) return {"", "no substance of the tables has this name"};
  if (common.size() > 1) return {"", Concat("means several substances: ", Joined(common))};
  return {*common.begin(), ""};
}

}  // namespace tidewaiter
