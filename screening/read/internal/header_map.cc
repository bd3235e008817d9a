#include "screening/read/internal/header_map.h"

#include <array>

#include "absl/container/flat_hash_map.h"

#include "screening/read/internal/data_tables.h"
#include "screening/read/internal/lookups.h"
#include "screening/read/internal/text.h"

namespace tidewaiter::read {
namespace {

using Synonyms = absl::flat_hash_map<std::string, std::vector<TitleMatch>>;

const Synonyms& TheSynonyms() {
  static const auto* const kSynonyms = [] {
    auto* synonyms = new Synonyms;
    const CsvTable table = HeaderSynonymsTable();
    uint32_t rank = 1;  // 0 is the user's own map
    for (const CsvTable::Row& row : table.rows()) {
      const std::optional<Field> field = ParseField(table.Get(row, "field"));
      if (!field) continue;  // a test refuses such rows
      std::vector<TitleMatch>& matches = (*synonyms)[MatchKey(table.Get(row, "title"))];
      if (matches.empty() || matches.back().field != *field) matches.push_back({*field, rank});
      ++rank;
    }
    // A field's own name is a title of it.
    for (size_t i = 0; i < kFieldCount; ++i) {
      const Field field = static_cast<Field>(i);
      std::vector<TitleMatch>& matches = (*synonyms)[MatchKey(FieldName(field))];
      if (matches.empty()) matches.push_back({field, rank});
    }
    return synonyms;
  }();
  return *kSynonyms;
}

bool IsMass(Field field) { return field == Field::kNetMass || field == Field::kGrossMass; }

// A last word of a title may state the unit of these fields.
bool Suits(Field field, std::string_view word) {
  if (field == Field::kValue) return IsCurrency(word);
  const std::optional<UnitInfo> unit = FindUnit(word);
  if (!unit) return false;
  return IsMass(field) ? unit->kind == UnitKind::kMass : field == Field::kQuantity;
}

}  // namespace

TitleReader::TitleReader(std::map<Field, std::string> column_map) : column_map_(std::move(column_map)) {
  for (const auto& [field, title] : column_map_) by_key_.emplace(MatchKey(title), field);
}

TitleMeaning TitleReader::Read(std::string_view title) const {
  TitleMeaning meaning;
  title = Trim(title);
  for (const auto& [field, mapped] : column_map_) {
    if (mapped == title) {
      meaning.matches.push_back({field, 0});
      return meaning;
    }
  }
  std::string key = MatchKey(title);
  if (key.empty() || title.size() > 200) return meaning;
  if (const auto mapped = by_key_.find(key); mapped != by_key_.end()) {
    meaning.matches.push_back({mapped->second, 0});
    return meaning;
  }
  const Synonyms& synonyms = TheSynonyms();
  const auto take = [&](const std::string& wanted, std::string_view unit) {
    const auto found = synonyms.find(wanted);
    if (found == synonyms.end()) return false;
    for (const TitleMatch& match : found->second) {
      if (column_map_.contains(match.field)) continue;
      if (!unit.empty() && !Suits(match.field, unit)) continue;
      meaning.matches.push_back(match);
    }
    if (meaning.matches.empty()) return false;
    meaning.unit = unit;
    return true;
  };
  if (take(key, "")) return meaning;
  std::vector<std::string> words = TitleWords(title);
  if (words.size() < 2) return meaning;
  const std::string unit = words.back();
  words.pop_back();
  if (words.size() > 1 && (words.back() == "in" || words.back() == "en")) words.pop_back();
  std::string rest;
  for (const std::string& word : words) rest += word;
  take(MatchKey(rest), unit);
  return meaning;
}

std::vector<int> AssignFields(const std::vector<TitleMeaning>& columns,
                              std::vector<size_t>& extra_descriptions) {
  constexpr size_t kNobody = SIZE_MAX;
  std::array<size_t, kFieldCount> owner;
  std::array<uint32_t, kFieldCount> rank{};
  owner.fill(kNobody);
  std::vector<size_t> choice(columns.size(), 0);
  for (size_t i = 0; i < columns.size(); ++i) {
    size_t column = i;
    while (column != kNobody && choice[column] < columns[column].matches.size()) {
      const TitleMatch& match = columns[column].matches[choice[column]];
      const auto field = static_cast<size_t>(match.field);
      const bool wins = owner[field] == kNobody || match.rank < rank[field] ||
                        (match.rank == rank[field] && column < owner[field]);
      if (wins) {
        std::swap(owner[field], column);
        rank[field] = match.rank;
      }
      if (column != kNobody) ++choice[column];
    }
  }
  std::vector<int> fields(columns.size(), -1);
  for (size_t field = 0; field < kFieldCount; ++field) {
    if (owner[field] != kNobody) fields[owner[field]] = static_cast<int>(field);
  }
  extra_descriptions.clear();
  for (size_t i = 0; i < columns.size(); ++i) {
    if (fields[i] >= 0) continue;
    for (const TitleMatch& match : columns[i].matches) {
      if (match.field == Field::kDescription) {
        extra_descriptions.push_back(i);
        break;
      }
    }
  }
  return fields;
}

}  // namespace tidewaiter::read
