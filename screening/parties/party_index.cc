#include "screening/parties/party_index.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_format.h"

#include "chemdb/base/concat.h"
#include "screening/parties/address.h"
#include "screening/parties/party_name.h"

namespace tidewaiter {
namespace {

// Answers remembered by one scratch: parties repeat within a manifest.
constexpr size_t kAnswers = 10000;
// Words of one name that are compared; the longest name of the OFAC list has 23.
constexpr size_t kMostWords = 32;

std::vector<std::string> ComparedWords(std::string_view text) {
  std::vector<std::string> words = NormalisePartyName(text).words;
  if (words.size() > kMostWords) words.resize(kMostWords);
  return words;
}

}  // namespace

PartyIndex::PartyIndex(std::vector<WatchEntry> entries) : entries_(std::move(entries)) {
  for (uint32_t i = 0; i < entries_.size(); ++i) {
    AddName(i, 0, entries_[i].name);
    for (uint32_t k = 0; k < entries_[i].aliases.size(); ++k) AddName(i, k + 1, entries_[i].aliases[k]);
    for (const std::string& address : entries_[i].addresses) {
      const std::string key = AddressKey(address);
      if (key.empty()) continue;
      std::vector<uint32_t>& at = by_address_[key];
      if (at.empty() || at.back() != i) at.push_back(i);
    }
  }
  words_.Finish();

  postings_.resize(words_.size());
  std::vector<uint32_t> as_word(words_.size());
  for (uint32_t n = 0; n < names_.size(); ++n) {
    std::vector<uint32_t> seen;
    for (uint32_t i = 0; i < names_[n].units.size(); ++i) {
      const uint32_t unit = names_[n].units[i];
      if (i < names_[n].words && std::find(seen.begin(), seen.end(), unit) == seen.end()) {
        seen.push_back(unit);
        ++as_word[unit];
      }
      if (postings_[unit].empty() || postings_[unit].back() != n) postings_[unit].push_back(n);
    }
  }
  const double count = static_cast<double>(names_.size());
  unknown_weight_ = std::log(1 + count);
  weight_.resize(words_.size());
  for (size_t w = 0; w < weight_.size(); ++w) {
    weight_[w] = as_word[w] == 0 ? unknown_weight_ : std::log(1 + count / as_word[w]);
  }
  best_weight_.resize(words_.size());
  for (Name& name : names_) {
    for (uint32_t i = 0; i < name.words; ++i) name.weight += weight_[name.units[i]];
    for (size_t i = 0; i < name.units.size(); ++i) {
      double& best = best_weight_[name.units[i]];
      best = std::max(best, UnitWeight(name, i));
    }
  }
}

void PartyIndex::AddName(uint32_t entry, uint32_t alias, std::string_view text) {
  const std::vector<std::string> words = ComparedWords(text);
  if (words.empty()) return;
  Name name;
  name.entry = entry;
  name.alias = alias;
  name.words = static_cast<uint32_t>(words.size());
  for (const std::string& word : words) name.units.push_back(words_.Add(word));
  for (size_t i = 0; i + 1 < words.size(); ++i) name.units.push_back(words_.Add(words[i] + words[i + 1]));
  names_.push_back(std::move(name));
}

double PartyIndex::UnitWeight(const Name& name, size_t unit) const {
  if (unit < name.words) return weight_[name.units[unit]];
  const size_t first = unit - name.words;
  return weight_[name.units[first]] + weight_[name.units[first + 1]];
}

void PartyIndex::Prepare(std::string_view text, Scratch& scratch) const {
  scratch.words = ComparedWords(text);
  scratch.name_seen.resize(names_.size());
  scratch.word_seen.resize(words_.size());
  ++scratch.round;
  scratch.near_used = 0;
  scratch.word_weights.clear();

  const uint32_t count = static_cast<uint32_t>(scratch.words.size());
  const uint32_t units = count == 0 ? 0 : 2 * count - 1;
  if (scratch.units.size() < units) scratch.units.resize(units);
  for (uint32_t u = 0; u < units; ++u) {
    Unit& unit = scratch.units[u];
    const bool join = u >= count;
    unit.first = join ? u - count : u;
    unit.last = join ? unit.first + 1 : u;
    words_.Find(join ? scratch.words[unit.first] + scratch.words[unit.last] : scratch.words[u], unit.near);
    unit.best = 0;
    double own = unknown_weight_;
    for (const WordIndex::Near& near : unit.near) {
      unit.best = std::max(unit.best, best_weight_[near.word]);
      if (near.edits == 0) own = weight_[near.word];
      auto& [round, place] = scratch.word_seen[near.word];
      if (round != scratch.round) {
        round = scratch.round;
        place = static_cast<uint32_t>(scratch.near_used++);
        if (scratch.near_of.size() < scratch.near_used) scratch.near_of.emplace_back();
        scratch.near_of[place].clear();
      }
      scratch.near_of[place].emplace_back(u, near.edits);
    }
    if (!join) scratch.word_weights.push_back(own);
  }
  scratch.units.resize(units);
}

double PartyIndex::Score(const Name& name, Scratch& scratch) const {
  scratch.pairs.clear();
  for (uint32_t i = 0; i < name.units.size(); ++i) {
    const auto& [round, place] = scratch.word_seen[name.units[i]];
    if (round != scratch.round) continue;
    const std::string_view word = words_.word(name.units[i]);
    for (const auto& [query_unit, edits] : scratch.near_of[place]) {
      const bool two_joins = i >= name.words && query_unit >= scratch.words.size();
      if (two_joins) continue;  // their words pair one by one
      const Unit& unit = scratch.units[query_unit];
      size_t length = scratch.words[unit.first].size();
      if (unit.last != unit.first) length += scratch.words[unit.last].size();
      const double longer = static_cast<double>(std::max(length, word.size()));
      const double weight = UnitWeight(name, i);
      scratch.pairs.push_back({query_unit, i, edits, weight, weight * (1 - edits / longer)});
    }
  }
  // The best pair first; each word is used once.
  std::sort(scratch.pairs.begin(), scratch.pairs.end(), [](const Pair& a, const Pair& b) {
    if (a.gain != b.gain) return a.gain > b.gain;
    if (a.query_unit != b.query_unit) return a.query_unit < b.query_unit;
    return a.name_unit < b.name_unit;
  });
  scratch.chosen.clear();
  uint64_t query_used = 0;
  uint64_t name_used = 0;
  double gain = 0;
  double paired = 0;
  double left_over = name.weight;
  for (const double weight : scratch.word_weights) left_over += weight;
  for (const Pair& pair : scratch.pairs) {
    const Unit& unit = scratch.units[pair.query_unit];
    const uint64_t of_query = (uint64_t{1} << unit.first) | (uint64_t{1} << unit.last);
    const uint64_t of_name = pair.name_unit < name.words ? uint64_t{1} << pair.name_unit
                                                         : uint64_t{3} << (pair.name_unit - name.words);
    if ((query_used & of_query) != 0 || (name_used & of_name) != 0) continue;
    query_used |= of_query;
    name_used |= of_name;
    gain += pair.gain;
    paired += pair.weight;
    left_over -= pair.weight;
    left_over -= scratch.word_weights[unit.first];
    if (unit.last != unit.first) left_over -= scratch.word_weights[unit.last];
    scratch.chosen.push_back(pair);
  }
  return paired == 0 ? 0 : 2 * gain / (2 * paired + std::max(left_over, 0.0));
}

std::string PartyIndex::Explain(const Name& name, const Scratch& scratch) const {
  std::string same;
  std::string near;
  uint64_t query_used = 0;
  uint64_t name_used = 0;
  std::vector<Pair> chosen = scratch.chosen;
  std::sort(chosen.begin(), chosen.end(),
            [](const Pair& a, const Pair& b) { return a.query_unit < b.query_unit; });
  for (const Pair& pair : chosen) {
    const Unit& unit = scratch.units[pair.query_unit];
    query_used |= (uint64_t{1} << unit.first) | (uint64_t{1} << unit.last);
    name_used |= pair.name_unit < name.words ? uint64_t{1} << pair.name_unit
                                             : uint64_t{3} << (pair.name_unit - name.words);
    std::string written = scratch.words[unit.first];
    if (unit.last != unit.first) AppendTo(written, " ", scratch.words[unit.last]);
    std::string listed;
    if (pair.name_unit < name.words) {
      listed = std::string(words_.word(name.units[pair.name_unit]));
    } else {
      const uint32_t first = pair.name_unit - name.words;
      listed = Concat(words_.word(name.units[first]), " ", words_.word(name.units[first + 1]));
    }
    if (written == listed) {
      AppendTo(same, same.empty() ? "" : " ", written);
    } else {
      AppendTo(near, near.empty() ? "" : ", ", "'", written, "' for '", listed, "'");
    }
  }
  std::string extra;
  for (size_t i = 0; i < scratch.words.size(); ++i) {
    if ((query_used >> i & 1) == 0) AppendTo(extra, extra.empty() ? "" : " ", scratch.words[i]);
  }
  std::string missing;
  for (uint32_t i = 0; i < name.words; ++i) {
    if ((name_used >> i & 1) == 0) AppendTo(missing, missing.empty() ? "" : " ", words_.word(name.units[i]));
  }
  std::string reason;
  const auto add = [&](std::string_view what, const std::string& words) {
    if (!words.empty()) AppendTo(reason, reason.empty() ? "" : "; ", what, words);
  };
  add("same words: ", same);
  add("near: ", near);
  add("only here: ", extra);
  add("only on the list: ", missing);
  return reason;
}

void PartyIndex::Keep(uint32_t number, double least, Scratch& scratch, std::vector<PartyMatch>& found) const {
  const Name& name = names_[number];
  const double score = Score(name, scratch);
  if (score < least) return;
  PartyMatch match;
  match.entry = name.entry;
  match.is_alias = name.alias != 0;
  const WatchEntry& entry = entries_[name.entry];
  match.name = name.alias == 0 ? entry.name : entry.aliases[name.alias - 1];
  match.score = score;
  match.reason = Explain(name, scratch);
  found.push_back(std::move(match));
}

// The best name of each entry, an own name before an alias, in list order within equal scores.
void PartyIndex::Order(std::vector<PartyMatch>& found) const {
  std::sort(found.begin(), found.end(), [](const PartyMatch& a, const PartyMatch& b) {
    if (a.entry != b.entry) return a.entry < b.entry;
    if (a.score != b.score) return a.score > b.score;
    if (a.is_alias != b.is_alias) return b.is_alias;
    return a.name < b.name;
  });
  found.erase(std::unique(found.begin(), found.end(),
                          [](const PartyMatch& a, const PartyMatch& b) { return a.entry == b.entry; }),
              found.end());
  std::stable_sort(found.begin(), found.end(),
                   [](const PartyMatch& a, const PartyMatch& b) { return a.score > b.score; });
}

std::vector<PartyMatch> PartyIndex::Find(std::string_view name, double least, Scratch& scratch) const {
  const std::string key = absl::StrFormat("%.17g %s", least, NormalisePartyName(name).Key());
  if (const auto known = scratch.answered.find(key); known != scratch.answered.end()) return known->second;
  Prepare(name, scratch);

  // Which words may be passed over: a name that shares only those with the query scores at most
  // 2 M / (2 M + U), M = the most their pairs can weigh, U = the weight of the query's other words, all left
  // over.
  const size_t count = scratch.words.size();
  std::vector<uint32_t> order(count);
  for (uint32_t i = 0; i < count; ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
    if (scratch.word_weights[a] != scratch.word_weights[b])
      return scratch.word_weights[a] < scratch.word_weights[b];
    return a < b;
  });
  double others = 0;
  for (const double weight : scratch.word_weights) others += weight;
  uint64_t passed = 0;
  for (const uint32_t word : order) {
    const uint64_t with = passed | uint64_t{1} << word;
    double most = 0;
    for (const Unit& unit : scratch.units) {
      if ((with >> unit.first & 1) != 0 && (with >> unit.last & 1) != 0) most += unit.best;
    }
    const double left = others - scratch.word_weights[word];
    if (2 * most >= least * (2 * most + left) * (1 - 1e-9)) break;
    passed = with;
    others = left;
  }

  std::vector<PartyMatch> found;
  for (const Unit& unit : scratch.units) {
    if ((passed >> unit.first & 1) != 0 && (passed >> unit.last & 1) != 0) continue;
    for (const WordIndex::Near& near : unit.near) {
      for (const uint32_t candidate : postings_[near.word]) {
        if (scratch.name_seen[candidate] == scratch.round) continue;
        scratch.name_seen[candidate] = scratch.round;
        Keep(candidate, least, scratch, found);
      }
    }
  }
  Order(found);
  if (scratch.answered.size() >= kAnswers) scratch.answered.clear();
  scratch.answered.emplace(key, found);
  return found;
}

std::vector<PartyMatch> PartyIndex::FindByComparingAll(std::string_view name, double least,
                                                       Scratch& scratch) const {
  Prepare(name, scratch);
  std::vector<PartyMatch> found;
  for (uint32_t i = 0; i < names_.size(); ++i) Keep(i, least, scratch, found);
  Order(found);
  return found;
}

std::vector<PartyMatch> PartyIndex::FindAddress(std::string_view address) const {
  std::vector<PartyMatch> found;
  const std::string key = AddressKey(address);
  const auto at = by_address_.find(key);
  if (key.empty() || at == by_address_.end()) return found;
  for (const uint32_t entry : at->second) {
    PartyMatch match;
    match.entry = entry;
    match.score = 1;
    match.reason = Concat("same address as ", entries_[entry].name);
    found.push_back(std::move(match));
  }
  return found;
}

}  // namespace tidewaiter
