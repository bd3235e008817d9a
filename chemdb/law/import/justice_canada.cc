// Canada's consolidated acts and regulations (justicecanada/laws-lois-xml; Open Government Licence, Canada).
//
// `lims:inforce-start-date` stands on a row or on what holds it: the first day of its present wording. A
// schedule that was enacted anew as a whole gives that day to every row in it, however old the entry is.
#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"

#include "chemdb/base/concat.h"
#include "chemdb/base/status_macros.h"
#include "chemdb/law/import/formats.h"
#include "chemdb/law/import/xml_tree.h"

namespace tidewaiter {
namespace {

constexpr std::string_view kInForce = "http://justice.gc.ca/lims|inforce-start-date";
constexpr std::string_view kEnacted = "http://justice.gc.ca/lims|enacted-date";
constexpr std::string_view kPointInTime = "http://justice.gc.ca/lims|pit-date";
constexpr std::string_view kLanguage = "http://www.w3.org/XML/1998/namespace|lang";
constexpr std::string_view kSite = "https://laws-lois.justice.gc.ca/eng/";

bool Has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

std::string ChildText(const XmlNode& node, std::string_view child) {
  const XmlNode* found = node.Child(child);
  return found == nullptr ? std::string() : found->Text();
}

// "SCHEDULE VI", "ANNEXE VI" -> "VI"; "PART 1", "PARTIE 1" -> "1".
std::string NumberOf(std::string_view label) {
  const size_t blank = label.rfind(' ');
  return blank == std::string_view::npos ? std::string() : std::string(label.substr(blank + 1));
}

// "June 5, 2026", "5 juin 2026".
std::optional<Date> WrittenDay(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kMonths = {
      {{"January", "janvier"},
       {"February", "février"},
       {"March", "mars"},
       {"April", "avril"},
       {"May", "mai"},
       {"June", "juin"},
       {"July", "juillet"},
       {"August", "août"},
       {"September", "septembre"},
       {"October", "octobre"},
       {"November", "novembre"},
       {"December", "décembre"}}};
  unsigned month = 0;
  std::vector<int> numbers;
  for (size_t i = 0; i < kMonths.size(); ++i) {
    if (Has(text, kMonths[i].first) || Has(text, kMonths[i].second)) month = static_cast<unsigned>(i) + 1;
  }
  for (size_t i = 0; i < text.size();) {
    size_t end = i;
    while (end < text.size() && absl::ascii_isdigit(static_cast<unsigned char>(text[end]))) ++end;
    if (end > i && end - i <= 4) numbers.push_back(std::stoi(std::string(text.substr(i, end - i))));
    i = end + 1;
  }
  if (numbers.size() != 2 || month == 0) return std::nullopt;
  const std::chrono::year_month_day day{std::chrono::year(numbers[1]), std::chrono::month(month),
                                        std::chrono::day(static_cast<unsigned>(numbers[0]))};
  return day.ok() ? std::optional<Date>(day) : std::nullopt;
}

class Reader {
 public:
  Reader(const XmlNode& root, const std::string& path) : root_(root) { out_.path = path; }

  absl::StatusOr<LawDocument> Read() {
    TW_RETURN_IF_ERROR(ReadIdentification());
    for (const XmlNode* schedule : Descendants(root_, "Schedule")) {
      const XmlNode* heading = schedule->Child("ScheduleFormHeading");
      // Related provisions and amendments not in force have a heading of another type.
      if (heading == nullptr || heading->Child("Label") == nullptr || !heading->Attribute("type").empty())
        continue;
      TW_RETURN_IF_ERROR(ReadSchedule(*schedule, NumberOf(heading->Child("Label")->Text())));
    }
    if (out_.rows.empty()) return Error(root_, "no schedule with a list of precursors");
    return std::move(out_);
  }

 private:
  absl::Status Error(const XmlNode& node, std::string_view what) const {
    return absl::InvalidArgumentError(Concat(out_.path, ":", node.line, ":", node.column, ": ", what));
  }

  absl::Status ReadIdentification() {
    const XmlNode* identification = root_.Child("Identification");
    if ((root_.name != "Statute" && root_.name != "Regulation") || identification == nullptr) {
      return Error(root_,
                   "not an act or regulation of Canada: no Statute or Regulation with an Identification");
    }
    out_.language = std::string(root_.Attribute(kLanguage));
    if (out_.language != "en" && out_.language != "fr") return Error(root_, "xml:lang is neither en nor fr");
    out_.consolidated_to = ParseIsoDate(root_.Attribute(kPointInTime));
    if (!out_.consolidated_to) return Error(root_, "no day to which it is consolidated (lims:pit-date)");
    if (root_.name == "Statute") {
      const XmlNode* chapter = identification->Child("Chapter");
      const XmlNode* annual = chapter == nullptr ? nullptr : chapter->Child("AnnualStatuteId");
      if (annual == nullptr) return Error(*identification, "no chapter");
      out_.address = Concat(kSite, "acts/", ChildText(*chapter, "ConsolidatedNumber"), "/");
      out_.title = Concat(ChildText(*identification, "ShortTitle"), ", S.C. ", ChildText(*annual, "YYYY"),
                          ", c. ", ChildText(*annual, "AnnualStatuteNumber"));
    } else {
      std::string number = ChildText(*identification, "InstrumentNumber");
      if (number.empty()) return Error(*identification, "no instrument number");
      out_.title = Concat(ChildText(*identification, "LongTitle"), ", ", number);
      std::replace(number.begin(), number.end(), '/', '-');
      if (number.substr(0, 5) == "DORS-") number.replace(0, 5, "SOR-");
      out_.address = Concat(kSite, "regulations/", number, "/");
    }
    return absl::OkStatus();
  }

  // Where a row stands.
  struct Place {
    std::string schedule;    // "VI"; empty when there is one schedule
    std::string part;        // "1"; empty when there are none
    size_t table = 0;        // from 1; 0 for a list
    std::string class_name;  // "Class A"
    bool mixtures = false;
    std::string footnote;
    const XmlNode* whole = nullptr;  // the schedule
  };

  absl::Status ReadSchedule(const XmlNode& schedule, const std::string& number) {
    Place place;
    place.schedule = number;
    place.whole = &schedule;
    for (const XmlNode* table : Descendants(schedule, "TableGroup")) {
      if (HasQuantities(*table)) return ReadTable(*table, place, Inherited(schedule, {}));
    }
    const XmlNode* body = schedule.Child("DocumentInternal");
    if (body == nullptr) return absl::OkStatus();
    for (const XmlNode& group : body->children) {
      if (group.name != "Group" || group.Child("GroupHeading") == nullptr) continue;
      const XmlNode& heading = *group.Child("GroupHeading");
      const std::string title = ChildText(heading, "TitleText");
      place.mixtures = Has(title, "reparations and") || Has(title, "réparations et");
      if (!Has(title, "recursors") && !Has(title, "récurseurs") && !place.mixtures) continue;
      place.part = NumberOf(ChildText(heading, "Label"));
      place.class_name = ClassOf(title);
      place.table = 0;
      place.footnote = FootnoteOf(schedule, heading);
      TW_RETURN_IF_ERROR(ReadGroup(group, place, Inherited(group, Inherited(schedule, {}))));
    }
    return absl::OkStatus();
  }

  // The note that a part's heading refers to, without its number.
  static std::string FootnoteOf(const XmlNode& schedule, const XmlNode& heading) {
    const std::vector<const XmlNode*> references = Descendants(heading, "FootnoteRef");
    if (references.empty()) return "";
    for (const XmlNode* note : Descendants(schedule, "Footnote")) {
      if (note->Attribute("id") != references[0]->Attribute("idref")) continue;
      std::string text = ChildText(*note, "Text");
      if (!text.empty() && text.back() == '.') text.pop_back();
      return text;
    }
    return "";
  }

  static std::string ClassOf(std::string_view title) {
    for (const std::string_view letter : {"A", "B"}) {
      if (Has(title, Concat("Class ", letter)) || Has(title, Concat("catégorie ", letter)))
        return Concat("Class ", letter);
    }
    return "";
  }

  // The day that holds for `node`: its own, else that of what it stands in.
  static std::string Inherited(const XmlNode& node, std::string_view outer) {
    const std::string_view own = node.Attribute(kInForce);
    return std::string(own.empty() ? outer : own);
  }

  // Lists and tables, in order; a list in an item holds its inclusions, so items are not searched.
  absl::Status ReadGroup(const XmlNode& node, Place& place, const std::string& day) {
    for (const XmlNode& child : node.children) {
      const std::string child_day = Inherited(child, day);
      if (child.name == "Item") {
        TW_RETURN_IF_ERROR(ReadItem(child, place, child_day));
      } else if (child.name == "TableGroup") {
        ++place.table;
        Place of_table = place;
        const std::string caption = ChildText(child, "Caption");
        of_table.class_name = ClassOf(caption);
        of_table.mixtures = Has(caption, "reparations and") || Has(caption, "réparations et");
        TW_RETURN_IF_ERROR(ReadTable(child, of_table, child_day));
      } else if (!child.name.empty()) {
        TW_RETURN_IF_ERROR(ReadGroup(child, place, child_day));
      }
    }
    return absl::OkStatus();
  }

  static bool HasQuantities(const XmlNode& table) {
    const std::vector<const XmlNode*> heads = Descendants(table, "thead");
    return !heads.empty() &&
           (Has(heads[0]->Text(), "Maximum Quantity") || Has(heads[0]->Text(), "Quantité maximale"));
  }

  LawRow NewRow(const XmlNode& node, const Place& place, std::string number, const std::string& day) const {
    LawRow row;
    row.line = node.line;
    row.column = node.column;
    row.number = std::move(number);
    row.kind = place.mixtures ? LawRow::Kind::kMixtures : LawRow::Kind::kEntry;
    row.key = Concat(place.schedule, "/", place.part, "/", place.table, "/", row.number);
    row.part = place.part.empty() ? "" : Concat("Part ", place.part);
    row.item = place.schedule.empty() ? std::string("schedule") : Concat("Sch. ", place.schedule);
    if (!place.part.empty()) AppendTo(row.item, ", Part ", place.part);
    if (place.table != 0) AppendTo(row.item, ", Table ", place.table);
    AppendTo(row.item, ", item ", row.number);
    row.schedule = place.schedule.empty() ? std::string("Schedule") : Concat("Schedule ", place.schedule);
    if (!place.part.empty()) AppendTo(row.schedule, ", Part ", place.part);
    if (!place.class_name.empty()) AppendTo(row.schedule, " (", place.class_name, ")");
    row.footnote = place.footnote;
    row.wording_from = ParseIsoDate(day);
    row.re_enacted = day == place.whole->Attribute(kInForce) && node.Attribute(kEnacted).empty();
    return row;
  }

  absl::Status ReadItem(const XmlNode& item, const Place& place, const std::string& day) {
    LawRow row = NewRow(item, place, ChildText(item, "Label"), day);
    if (row.number.empty() || item.Child("Text") == nullptr)
      return Error(item, "an item without a label or a text");
    row.text = item.Child("Text")->Text();
    if (!Descendants(item, "Repealed").empty()) row.kind = LawRow::Kind::kRepealed;
    for (const XmlNode* inclusion : Descendants(item, "Item")) {
      row.inclusions.push_back({ChildText(*inclusion, "Label"), ChildText(*inclusion, "Text")});
    }
    out_.rows.push_back(std::move(row));
    return absl::OkStatus();
  }

  absl::Status ReadTable(const XmlNode& table, const Place& place, const std::string& day) {
    const bool quantities = HasQuantities(table);
    for (const XmlNode* body : Descendants(table, "tbody")) {
      const std::string body_day = Inherited(*body, day);
      for (const XmlNode& line : body->children) {
        if (line.name != "row") continue;
        std::vector<const XmlNode*> cells;
        for (const XmlNode& cell : line.children) {
          if (cell.name == "entry") cells.push_back(&cell);
        }
        if (cells.size() != 3)
          return Error(line, "a row of a list has three cells: item, substance, period or quantity");
        LawRow row = NewRow(line, place, cells[0]->Text(), Inherited(line, body_day));
        ReadSubstance(*cells[1], row);
        if (!quantities) row.schedule = Concat("Schedule ", place.schedule, " (temporary)");
        if (row.number.empty() || row.text.empty())
          return Error(line, "a row without an item or a substance");
        if (!Descendants(*cells[1], "Repealed").empty()) {
          row.kind = LawRow::Kind::kRepealed;
        } else if (quantities) {
          row.kind = LawRow::Kind::kQuantity;
          row.quantity = cells[2]->Text();
          row.traffic = "domestic";  // import and export need a permit whatever the quantity
        } else {
          TW_RETURN_IF_ERROR(ReadPeriod(*cells[2], row));
        }
        out_.rows.push_back(std::move(row));
      }
    }
    return absl::OkStatus();
  }

  // A cell is plain text, or a Provision with a Text and, for each inclusion, a Provision with a Label.
  static void ReadSubstance(const XmlNode& cell, LawRow& row) {
    const XmlNode* provision = cell.Child("Provision");
    if (provision == nullptr) {
      row.text = cell.Text();
      return;
    }
    row.text = ChildText(*provision, "Text");
    for (const XmlNode* inclusion : Descendants(*provision, "Provision")) {
      row.inclusions.push_back({ChildText(*inclusion, "Label"), ChildText(*inclusion, "Text")});
    }
  }

  // "June 5, 2026 to June 4, 2027", "5 juin 2026 au 4 juin 2027".
  absl::Status ReadPeriod(const XmlNode& cell, LawRow& row) {
    const std::string text = cell.Text();
    size_t middle = text.find(" to ");
    if (middle == std::string::npos) middle = text.find(" au ");
    if (middle == std::string::npos)
      return Error(cell, Concat("a period that cannot be read: \"", text, "\""));
    row.first = WrittenDay(std::string_view(text).substr(0, middle));
    row.last = WrittenDay(std::string_view(text).substr(middle));
    if (!row.first || !row.last || *row.last < *row.first) {
      return Error(cell, Concat("a period that cannot be read: \"", text, "\""));
    }
    return absl::OkStatus();
  }

  const XmlNode& root_;
  LawDocument out_;
};

}  // namespace

absl::StatusOr<LawDocument> ParseJusticeCanada(std::string_view text, const std::string& path) {
  TW_ASSIGN_OR_RETURN(const XmlNode root, ParseXml(text, path));
  return Reader(root, path).Read();
}

}  // namespace tidewaiter
