#include "chemdb/law/import/importer.h"

#include <algorithm>
#include <chrono>
#include <set>

#include "absl/strings/ascii.h"

#include "chemdb/base/concat.h"
#include "chemdb/base/status_macros.h"
#include "chemdb/law/import/import_tables.h"
#include "chemdb/law/import/mixture_words.h"
#include "chemdb/law/import/name_tie.h"
#include "chemdb/law/import/row_words.h"
#include "chemdb/law/import/text_comparison.h"
#include "chemdb/law/listing.h"

namespace tidewaiter {
namespace {

using Outcome = ImportedRow::Outcome;

// The row's own words with its inclusions, as a listing cites them.
std::string WordsOf(const LawRow& row) {
  if (!row.scope_text.empty()) return row.scope_text;
  std::string out = row.text;
  for (const LawInclusion& inclusion : row.inclusions)
    AppendTo(out, " ", inclusion.label, " ", inclusion.text);
  if (!row.footnote.empty()) AppendTo(out, "; \"", row.footnote, "\"");
  return out;
}

const char kOfficial[] = "official text";

class Importer {
 public:
  Importer(const LawFormat& format, const DatabaseContent& content, ImportTables tables, Date today)
      : format_(format), tie_(content), tables_(std::move(tables)), today_(today) {}

  absl::Status Import(const std::vector<const LawDocument*>& texts) {
    matched_.clear();
    schedules_.clear();
    tied_.clear();
    const LawDocument* english = nullptr;
    for (const LawDocument* text : texts) {
      if (text->language == "en") english = text;
    }
    if (english == nullptr) {
      return absl::InvalidArgumentError(Concat(texts[0]->path, ": its text in English is needed too"));
    }
    TW_ASSIGN_OR_RETURN(const TextOrigin origin, TakeInstrument(format_, *english, today_, tables_));
    instrument_ = origin.instrument;
    source_ = origin.source;
    day_ = *english->consolidated_to;
    const MixtureWords mixtures = ReadMixtureWords(*english, tie_);
    for (const LawRow& row : english->rows) ImportRow(*english, row, mixtures);
    EndWithoutRow(*english);
    for (const LawDocument* text : texts) {
      if (text == english) continue;
      for (std::string& remark : LanguageRemarks(*english, *text)) out_.remarks.push_back(std::move(remark));
    }
    for (const LawDocument* text : texts) {
      for (const LawRow& row : text->rows) AddNames(*text, row);
    }
    return absl::OkStatus();
  }

  ImportResult Finish() {
    for (TableFile* table :
         {&tables_.instruments, &tables_.sources, &tables_.listings, &tables_.thresholds, &tables_.names}) {
      if (table->changed()) out_.tables.push_back(std::move(*table));
    }
    return std::move(out_);
  }

 private:
  // --- Rows.
  void ImportRow(const LawDocument& text, const LawRow& row, const MixtureWords& mixtures) {
    ImportedRow made;
    made.place = Concat(text.path, ":", row.line, ":", row.column);
    made.item = row.item;
    made.text = row.text;
    switch (row.kind) {
      case LawRow::Kind::kRepealed:
        schedules_.insert(row.schedule);
        made.outcome = Outcome::kRepealed;
        break;
      case LawRow::Kind::kMixtures:
        made.outcome = mixtures.unread.count(row.key) == 0 ? Outcome::kApplied : Outcome::kUnresolved;
        if (made.outcome == Outcome::kUnresolved) made.remark = "these words on mixtures cannot be read";
        break;
      case LawRow::Kind::kEntry:
      case LawRow::Kind::kQuantity:
        ImportSubjects(row, mixtures, made);
        break;
    }
    out_.rows.push_back(std::move(made));
  }

  void ImportSubjects(const LawRow& row, const MixtureWords& mixtures, ImportedRow& made) {
    const auto subject = [&](const std::string& words, const std::string& label, uint32_t scope) {
      std::vector<std::string> names = NamesOfRow(words);
      if (label.empty()) names.insert(names.end(), row.other_names.begin(), row.other_names.end());
      const NameTie::Answer tied = tie_.Tie(names, label.empty() ? row.cas_rn : std::string());
      if (tied.substance.empty()) {
        made.outcome = Outcome::kUnresolved;
        AppendTo(made.remark, made.remark.empty() ? "" : "; ", label, label.empty() ? "" : " ", tied.why);
        return;
      }
      made.substances.push_back(tied.substance);
      tied_[{row.key, label}] = tied.substance;
      const Outcome outcome = row.kind == LawRow::Kind::kQuantity
                                  ? ImportQuantity(row, tied.substance, made)
                                  : ImportListing(row, label, tied.substance,
                                                  scope | mixtures.ScopeOf(row, tied.substance), mixtures);
      if (made.outcome != Outcome::kUnresolved) made.outcome = std::max(made.outcome, outcome);
    };
    const uint32_t scope = ScopeOfRow(row.text) | row.extra_scope;
    subject(row.text, "", scope);
    // An inclusion is one of the derivatives and analogues; salts of these are covered where any are.
    const bool salts = row.text.find("salts") != std::string::npos;
    for (const LawInclusion& inclusion : row.inclusions)
      subject(inclusion.text, inclusion.label, salts ? kScopeSalts : 0u);
  }

  bool Covers(size_t listing, Date day) const {
    const auto from = ParseIsoDate(tables_.listings.Get(listing, "in_force_from"));
    const auto to = ParseIsoDate(tables_.listings.Get(listing, "in_force_to"));
    return (!from || *from <= day) && (!to || day <= *to);
  }

  // The listing of `subject` in this schedule on the day of the text.
  std::optional<size_t> CurrentListing(const std::string& subject, std::string_view schedule) const {
    for (size_t i = 0; i < tables_.listings.size(); ++i) {
      if (tables_.listings.Get(i, "subject") == subject &&
          tables_.listings.Get(i, "instrument") == instrument_ &&
          tables_.listings.Get(i, "schedule") == schedule && Covers(i, day_)) {
        return i;
      }
    }
    return std::nullopt;
  }

  Outcome ImportListing(const LawRow& row, const std::string& label, const std::string& subject,
                        uint32_t scope, const MixtureWords& mixtures) {
    std::string words = WordsOf(row);
    if (const std::string& more = mixtures.WordsOn(row, subject); !more.empty()) AppendTo(words, "; ", more);
    schedules_.insert(row.schedule);
    const auto current = CurrentListing(subject, row.schedule);
    if (current) matched_.insert(tables_.listings.Get(*current, "id"));
    if (!current) {
      AddListing(row, label, subject, scope, words);
      return Outcome::kNew;
    }
    TableFile& table = tables_.listings;
    const std::string from = table.Get(*current, "in_force_from");
    const auto begins = row.first ? row.first : row.re_enacted ? std::nullopt : row.wording_from;
    if (begins && from != FormatIsoDate(*begins)) {
      if (!from.empty() && from > FormatIsoDate(*begins)) {
        out_.remarks.push_back(Concat(table.Get(*current, "id"), ": in force from ", from,
                                      " in the tables, but the text of ", row.item, " is in force from ",
                                      FormatIsoDate(*begins)));
        return Outcome::kUnresolved;
      }
      table.Set(*current, "in_force_to", FormatIsoDate(*begins - std::chrono::days(1)));
      table.Set(*current, "to_evidence", kOfficial);
      AddListing(row, label, subject, scope, words, *current);
      return Outcome::kChanged;
    }
    const std::string codes = FormatScopes(scope);
    const std::string last = row.last ? FormatIsoDate(*row.last) : std::string();
    // Commas and capitals are not a new wording.
    if (NameKey(table.Get(*current, "scope_text")) == NameKey(words))
      words = table.Get(*current, "scope_text");
    const std::string& code = row.goods_code.empty() ? table.Get(*current, "goods_code") : row.goods_code;
    const bool same = table.Get(*current, "scope") == codes && table.Get(*current, "scope_text") == words &&
                      table.Get(*current, "in_force_to") == last && table.Get(*current, "goods_code") == code;
    table.Set(*current, "scope", codes);
    table.Set(*current, "scope_text", words);
    table.Set(*current, "in_force_to", last);
    table.Set(*current, "to_evidence", last.empty() ? "" : kOfficial);
    table.Set(*current, "goods_code", code);
    return same ? Outcome::kSame : Outcome::kChanged;
  }

  void AddListing(const LawRow& row, const std::string& label, const std::string& subject, uint32_t scope,
                  const std::string& words, std::optional<size_t> after = std::nullopt) {
    const std::string stem = Concat(absl::AsciiStrToLower(AsAbsl(format_.jurisdiction)), "-", subject);
    std::set<std::string> taken;
    for (size_t i = 0; i < tables_.listings.size(); ++i) {
      taken.insert(tables_.listings.Get(i, "id"));
      if (!after && tables_.listings.Get(i, "schedule") == row.schedule) last_of_schedule_ = i;
    }
    std::string id = stem;
    for (int n = 2; taken.count(id) != 0; ++n) id = Concat(stem, "-", n);
    matched_.insert(id);
    const auto begins = row.first ? row.first : row.re_enacted ? std::nullopt : row.wording_from;
    std::string title;
    for (size_t i = 0; i < tables_.instruments.size(); ++i) {
      if (tables_.instruments.Get(i, "id") == instrument_) title = tables_.instruments.Get(i, "title");
    }
    title = title.substr(0, title.find(','));
    tables_.listings.Insert(
        {{"id", id},
         {"subject_kind", "substance"},
         {"subject", subject},
         {"instrument", instrument_},
         {"schedule", row.schedule},
         {"scope", FormatScopes(scope)},
         {"scope_text", words},
         {"in_force_from", begins ? FormatIsoDate(*begins) : ""},
         {"from_evidence", begins ? kOfficial : "open"},
         {"in_force_to", row.last ? FormatIsoDate(*row.last) : ""},
         {"to_evidence", row.last ? kOfficial : ""},
         {"goods_code", row.goods_code},
         {"citation", Concat(title, ", ", row.item, label)},
         {"source", source_},
         {"note",
          row.re_enacted && !row.first
              ? Concat("First day not found: the text dates the row to the re-enactment of the schedule (",
                       row.wording_from ? FormatIsoDate(*row.wording_from) : "", ").")
              : ""}},
        after ? after : last_of_schedule_);
  }

  // A listing of an imported schedule that no row says any more ends when its row was repealed, if that can
  // be told.
  void EndWithoutRow(const LawDocument& text) {
    for (size_t i = 0; i < tables_.listings.size(); ++i) {
      const std::string& id = tables_.listings.Get(i, "id");
      const std::string& schedule = tables_.listings.Get(i, "schedule");
      if (tables_.listings.Get(i, "instrument") != instrument_ || schedules_.count(schedule) == 0 ||
          !Covers(i, day_) || matched_.count(id) != 0) {
        continue;
      }
      std::set<Date> days;
      for (const LawRow& row : text.rows) {
        if (row.kind == LawRow::Kind::kRepealed && row.schedule == schedule && row.wording_from)
          days.insert(*row.wording_from);
      }
      const auto from = ParseIsoDate(tables_.listings.Get(i, "in_force_from"));
      if (days.size() == 1 && (!from || *from < *days.begin())) {
        tables_.listings.Set(i, "in_force_to", FormatIsoDate(*days.begin() - std::chrono::days(1)));
        tables_.listings.Set(i, "to_evidence", kOfficial);
        out_.remarks.push_back(Concat(id, ": no row says it any more; ended the day before the repeal"));
      } else {
        out_.remarks.push_back(
            Concat(id, ": no row says it any more, and the day it ended is not in the text"));
      }
    }
  }

  // --- Quantities.
  Outcome ImportQuantity(const LawRow& row, const std::string& subject, ImportedRow& made) {
    const auto quantity = QuantityOfRow(row.quantity);
    if (!quantity) {
      made.remark = Concat("the quantity \"", row.quantity, "\" cannot be read");
      return Outcome::kUnresolved;
    }
    Outcome outcome = Outcome::kUnresolved;
    for (size_t i = 0; i < tables_.listings.size(); ++i) {
      if (tables_.listings.Get(i, "subject") != subject || !Covers(i, day_)) continue;
      const Outcome one = SetQuantity(row, tables_.listings.Get(i, "id"), *quantity);
      outcome = outcome == Outcome::kUnresolved ? one : std::max(outcome, one);
    }
    if (outcome == Outcome::kUnresolved) made.remark = Concat("no listing of ", subject, " is in force");
    return outcome;
  }

  Outcome SetQuantity(const LawRow& row, const std::string& listing, const RowQuantity& quantity) {
    TableFile& table = tables_.thresholds;
    for (size_t i = 0; i < table.size(); ++i) {
      if (table.Get(i, "listing") != listing || table.Get(i, "traffic") != row.traffic) continue;
      const bool same = table.Get(i, "quantity") == quantity.number &&
                        table.Get(i, "unit") == quantity.unit && table.Get(i, "window") == quantity.window;
      table.Set(i, "quantity", quantity.number);
      table.Set(i, "unit", quantity.unit);
      table.Set(i, "window", quantity.window);
      return same ? Outcome::kSame : Outcome::kChanged;
    }
    table.Insert({{"listing", listing},
                  {"quantity", quantity.number},
                  {"unit", quantity.unit},
                  {"window", quantity.window},
                  {"traffic", row.traffic},
                  {"citation", Concat(instrument_, ", ", row.item, " (maximum quantity)")},
                  {"source", source_}});
    return Outcome::kNew;
  }

  // --- Names.
  void AddNames(const LawDocument& text, const LawRow& row) {
    const auto add = [&](const std::string& words, const std::string& label) {
      const auto it = tied_.find({row.key, label});
      if (it == tied_.end()) return;
      for (std::string name : NamesOfRow(words)) AddName(it->second, std::move(name), text.language);
    };
    if (row.kind != LawRow::Kind::kEntry) return;
    add(row.text, "");
    for (const LawInclusion& inclusion : row.inclusions) add(inclusion.text, inclusion.label);
  }

  void AddName(const std::string& substance, std::string name, const std::string& language) {
    // Line breaks of the printed page.
    for (size_t at; (at = name.find("- ")) != std::string::npos;) name.erase(at + 1, 1);
    const std::string key = NameKey(name);
    // The printed law misses a bracket now and then; such a name is none.
    if (std::count(name.begin(), name.end(), '(') != std::count(name.begin(), name.end(), ')')) return;
    if (key.size() < 3 || !added_.insert({substance, key}).second) return;
    const std::set<std::string>& called = tie_.Called(name);
    if (called.count(substance) != 0) return;
    if (!called.empty()) {
      out_.remarks.push_back(Concat("\"", name, "\" is ", *called.begin(),
                                    " in the tables, but the text calls ", substance, " so"));
      return;
    }
    std::optional<size_t> after;
    for (size_t i = 0; i < tables_.names.size(); ++i) {
      if (tables_.names.Get(i, "substance") != substance) continue;
      after = i;
      if (NameKey(tables_.names.Get(i, "name")) == key) return;
    }
    const bool capitals = std::none_of(name.begin(), name.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    tables_.names.Insert({{"substance", substance},
                          {"name", name},
                          {"language", language},
                          {"kind", capitals && name.size() < 8 ? "abbreviation" : "name"},
                          {"certainty", "1.0"},
                          {"source", source_}},
                         after);
  }

  const LawFormat& format_;
  NameTie tie_;
  ImportTables tables_;
  Date today_;
  Date day_{};
  std::string instrument_, source_;
  std::set<std::string> matched_, schedules_;
  std::optional<size_t> last_of_schedule_;
  std::map<std::pair<std::string, std::string>, std::string>
      tied_;  // (row's key, inclusion's label) -> substance
  std::set<std::pair<std::string, std::string>> added_;
  ImportResult out_;
};

}  // namespace

std::string_view OutcomeName(Outcome outcome) {
  switch (outcome) {
    case Outcome::kSame:
      return "same";
    case Outcome::kNew:
      return "new";
    case Outcome::kChanged:
      return "changed";
    case Outcome::kRepealed:
      return "repealed";
    case Outcome::kApplied:
      return "applied";
    case Outcome::kUnresolved:
      break;
  }
  return "unresolved";
}

absl::StatusOr<ImportResult> ImportLaw(const LawFormat& format, const std::vector<LawDocument>& texts,
                                       const DatabaseContent& content, const std::string& directory,
                                       Date today) {
  TW_ASSIGN_OR_RETURN(ImportTables files, ReadImportTables(directory, format.jurisdiction));
  Importer importer(format, content, std::move(files), today);
  std::vector<std::string> done;
  for (const LawDocument& text : texts) {
    if (std::find(done.begin(), done.end(), text.address) != done.end()) continue;
    done.push_back(text.address);
    std::vector<const LawDocument*> same;
    for (const LawDocument& other : texts) {
      if (other.address == text.address) same.push_back(&other);
    }
    TW_RETURN_IF_ERROR(importer.Import(same));
  }
  return importer.Finish();
}

}  // namespace tidewaiter
