// Which column, JSON key or SD item is which field.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "screening/model/record.h"

namespace tidewaiter::read {

// A field that a title may stand for. `rank` is the title's place among the field's synonyms: the lowest
// wins.
struct TitleMatch {
  Field field = Field::kId;
  uint32_t rank = 0;
};

// What a title says. A title may end in a unit ("Net Weight (lb)") or currency ("Value USD") that holds for
// the column.
struct TitleMeaning {
  std::vector<TitleMatch> matches;  // first choice first
  std::string unit;                 // as in the title, or empty
};

// Looks `title` up in the built-in synonyms and in `column_map`, whose titles mean their field and nothing
// else; fields of `column_map` are taken from no other title.
class TitleReader {
 public:
  explicit TitleReader(std::map<Field, std::string> column_map);
  TitleMeaning Read(std::string_view title) const;
  const std::map<Field, std::string>& column_map() const { return column_map_; }

 private:
  std::map<Field, std::string> column_map_;
  std::map<std::string, Field> by_key_;
};

// Gives each column of `columns` a field of its own, or none (-1): every field goes to the column with the
// lowest rank (leftmost of equals), a column that is beaten tries its next match. `extra_descriptions`:
// columns left over that would have been descriptions too; their text is searched with the description's.
std::vector<int> AssignFields(const std::vector<TitleMeaning>& columns,
                              std::vector<size_t>& extra_descriptions);

}  // namespace tidewaiter::read
