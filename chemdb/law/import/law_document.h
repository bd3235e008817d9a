// One official text as an importer reads it: an instrument and the rows of its lists, in its own words.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

#include "chemdb/base/date.h"

namespace tidewaiter {

// A substance that a row names as included: "(1) ...".
struct LawInclusion {
  std::string label;  // "(1)"
  std::string text;
};

struct LawRow {
  enum class Kind : uint8_t {
    kEntry,     // a substance under control
    kMixtures,  // words that put preparations and mixtures of other rows under control
    kQuantity,  // a quantity for a substance that another instrument lists
    kRepealed,  // the place of a row that is gone
  };
  Kind kind = Kind::kEntry;
  std::string key;           // the same in every language of the instrument: "VI/1/9"
  std::string schedule;      // as schedules.csv has it: "Schedule VI, Part 1 (Class A)"
  std::string item;          // for a citation: "Sch. VI, Part 1, item 9"
  std::string number;        // the item's own label: "9"
  std::string part;          // "Part 1"; empty when there are none
  std::string text;          // without the inclusions
  std::string footnote;      // of the part it stands in
  std::string scope_text;    // words on its scope, when they stand apart from the row
  uint32_t extra_scope = 0;  // bits of Scope that such words, or the instrument's definitions, give
  std::vector<std::string> other_names;  // in columns of their own
  std::string cas_rn;
  std::string goods_code;  // digits
  std::vector<LawInclusion> inclusions;
  std::optional<Date> wording_from;  // first day of the present wording
  bool re_enacted = false;           // that is the day of the whole schedule: the entry may be older
  std::optional<Date> first, last;   // stated by the row itself: a temporary entry
  std::string quantity;              // kQuantity: in its own words, "0.4 g per package"
  std::string traffic;               // kQuantity: which traffic it is for, as thresholds have it
  size_t line = 0, column = 0;       // in the file, from 1
};

struct LawDocument {
  std::string path;
  std::string language;  // ISO 639-1
  std::string address;   // of the official text in English: what ties it to an instrument
  std::string title;
  std::optional<Date> consolidated_to;
  std::vector<LawRow> rows;
};

// A format that official texts are published in. A new one is one file with a parse function, and a line in
// law_document.cc.
struct LawFormat {
  std::string_view id;            // "justice-canada"
  std::string_view jurisdiction;  // "CA"
  std::string_view publisher;
  std::string_view licence;
  std::string_view about;  // one line for --help
  // `path` is for messages. InvalidArgument "path:line:column: ..." for a text that is not of the format.
  absl::StatusOr<LawDocument> (*parse)(std::string_view text, const std::string& path);
};
const std::vector<LawFormat>& LawFormats();
const LawFormat* FindLawFormat(std::string_view id);

}  // namespace tidewaiter
