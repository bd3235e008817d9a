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
    if (!s.cas_rn.empty()) by_cas_rn_[s.cas_rn].insert(s.id);
    for (const SubstanceForm& form : s.forms) {
      if (!form.cas_rn.empty()) by_cas_rn_[form.cas_rn].insert(s.id);
    }
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

NameTie::Answer NameTie::Tie(const std::vector<std::string>& names, const std::string& cas_rn) const {
  std::set<std::string> common;
  std::string first;  // the name or number that gave it
  std::string why;
  const auto narrow = [&](const std::string& by, const std::set<std::string>& meant) {
    if (meant.empty() || !why.empty()) return;
    if (common.empty()) {
      common = meant;
      first = by;
      return;
    }
    std::set<std::string> both;
    std::set_intersection(common.begin(), common.end(), meant.begin(), meant.end(),
                          std::inserter(both, both.end()));
    if (both.empty()) {
      why = Concat("\"", first, "\" is ", Joined(common), ", but \"", by, "\" is ", Joined(meant));
      return;
    }
    common = std::move(both);
  };
  if (const auto it = by_cas_rn_.find(cas_rn); it != by_cas_rn_.end()) narrow(cas_rn, it->second);
  for (const std::string& name : names) narrow(name, Called(name));
  if (!why.empty()) return {"", why};
  if (common.empty()) return {"", "no substance of the tables has this name"};
  if (common.size() > 1) return {"", Concat("means several substances: ", Joined(common))};
  return {*common.begin(), ""};
}

}  // namespace tidewaiter
