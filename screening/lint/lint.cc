#include "screening/lint/lint.h"

#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"

#include "chemdb/base/concat.h"
#include "screening/identify/normalise.h"
#include "screening/lint/characters.h"
#include "screening/lint/knowledge.h"
#include "screening/lint/lint_rules.h"

namespace tidewaiter {
namespace {

LintLevel LevelOf(std::string_view rule) {
  for (const LintRule& known : LintRules()) {
    if (known.id == rule) return known.level;
  }
  return LintLevel::kError;
}

bool Disjoint(const Substances& a, const Substances& b) {
  return std::none_of(a.begin(), a.end(), [&](size_t i) { return b.count(i) != 0; });
}

Substances Both(const Substances& a, const Substances& b) {
  if (a.empty()) return b;
  if (b.empty()) return a;
  Substances out;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::inserter(out, out.end()));
  return out;
}

// The atoms of "C11H16N2", in whatever order; empty for anything but a plain formula.
std::map<std::string, int> AtomsOf(std::string_view formula) {
  std::map<std::string, int> out;
  for (size_t i = 0; i < formula.size();) {
    if (formula[i] < 'A' || formula[i] > 'Z') return {};
    std::string element(1, formula[i++]);
    if (i < formula.size() && formula[i] >= 'a' && formula[i] <= 'z') element += formula[i++];
    int count = 0;
    size_t digits = 0;
    for (; i < formula.size() && formula[i] >= '0' && formula[i] <= '9'; ++i) {
      if (++digits > 4) return {};
      count = count * 10 + (formula[i] - '0');
    }
    out[element] += digits == 0 ? 1 : count;
  }
  return out;
}

std::string NormalName(std::string_view text) {
  NormalisedText normal;
  NormaliseText(text, normal);
  return std::string(normal.text());
}

}  // namespace

// One pass over one list.
class ListCheck {
 public:
  ListCheck(SubstanceKnowledge& known, const Nomenclature* nomenclature, const ListFile& list,
            const ColumnMap& columns)
      : known_(known), nomenclature_(nomenclature), list_(list), columns_(columns) {}

  std::vector<LintComplaint> Run() {
    for (const ListProblem& problem : list_.problems) {
      out_.push_back({problem.rule, LevelOf(problem.rule), problem.place, "", "", problem.message});
    }
    for (const ListRow& row : list_.rows) CheckRow(row);
    std::stable_sort(out_.begin(), out_.end(), [](const LintComplaint& a, const LintComplaint& b) {
      return std::pair(a.place.line, a.place.column) < std::pair(b.place.line, b.place.column);
    });
    return std::move(out_);
  }

 private:
  const ListCell* Cell(const ListRow& row, ListField field) const {
    const auto it = columns_.find(field);
    return it == columns_.end() ? nullptr : row.Find(it->second);
  }
  std::string_view Text(const ListRow& row, ListField field) const {
    const ListCell* cell = Cell(row, field);
    return cell == nullptr ? std::string_view() : std::string_view(cell->text);
  }

  void Complain(std::string_view rule, ListField field, const ListCell& cell, std::string message) {
    out_.push_back({std::string(rule), LevelOf(rule), cell.place, list_.columns[columns_.at(field)],
                    cell.text, std::move(message)});
  }
  // At its place inside the cell.
  void Complain(const CellComplaint& complaint, ListField field, const ListCell& cell) {
    ListPlace place = cell.place;
    place.column += CharactersOf(std::string_view(cell.text).substr(0, complaint.offset)).size();
    out_.push_back({complaint.rule, complaint.level, place, list_.columns[columns_.at(field)], cell.text,
                    complaint.message});
  }

  // What the row's cells say it is.
  struct RowMeaning {
    std::vector<std::string> cas_rns;
    Substances by_cas, by_name, by_structure;
    std::optional<RowStructure> structure;
  };

  void CheckRow(const ListRow& row) {
    if (IsRepeated(row)) return;
    RowMeaning meaning;
    CheckNames(row, meaning);
    CheckCasRn(row, meaning);
    CheckStructure(row, meaning);
    CheckAgreement(row, meaning);
    CheckDuplicates(row, meaning);
    CheckCodes(row, meaning);
    CheckDates(row);
  }

  bool IsRepeated(const ListRow& row) {
    std::string key;
    for (const ListCell& cell : row.cells) AppendTo(key, cell.column, "\x1e", cell.text, "\x1f");
    const auto [it, fresh] = rows_.emplace(std::move(key), row.place.line);
    if (!fresh) {
      out_.push_back({"duplicate-row", LevelOf("duplicate-row"), row.place, "", "",
                      Concat("the same as line ", it->second)});
    }
    return !fresh;
  }

  void CheckNames(const ListRow& row, RowMeaning& meaning) {
    for (const ListField field : {ListField::kName, ListField::kNames}) {
      const ListCell* cell = Cell(row, field);
      if (cell == nullptr) continue;
      for (const CellComplaint& complaint : CheckNameCell(cell->text)) Complain(complaint, field, *cell);
    }
    if (const ListCell* cell = Cell(row, ListField::kName)) meaning.by_name = known_.ByName(cell->text);
  }

  void CheckCasRn(const ListRow& row, RowMeaning& meaning) {
    const ListCell* cell = Cell(row, ListField::kCasRn);
    if (cell == nullptr) return;
    CasReading reading = ReadCasCell(cell->text);
    for (const CellComplaint& complaint : reading.complaints) Complain(complaint, ListField::kCasRn, *cell);
    for (const std::string& number : reading.numbers) {
      const Substances found = known_.ByCasRn(number);
      meaning.by_cas.insert(found.begin(), found.end());
    }
    meaning.cas_rns = std::move(reading.numbers);
  }

  void CheckStructure(const ListRow& row, RowMeaning& meaning) {
    const ListCell* cell = Cell(row, ListField::kSmiles);
    if (cell == nullptr) return;
    auto described = ReadRowStructure(cell->text);
    if (!described.ok()) {
      return Complain("structure-format", ListField::kSmiles, *cell,
                      std::string(AsStd(described.status().message())));
    }
    meaning.by_structure = known_.ByStructure(*described);
    meaning.structure = *std::move(described);
    if (const ListCell* formula = Cell(row, ListField::kFormula)) {
      const auto stated = AtomsOf(formula->text);
      if (!stated.empty() && stated != AtomsOf(meaning.structure->formula)) {
        Complain("formula-structure", ListField::kFormula, *formula,
                 Concat("the structure is ", meaning.structure->formula));
      }
    }
  }

  void CheckAgreement(const ListRow& row, const RowMeaning& meaning) {
    const ListCell* cas = Cell(row, ListField::kCasRn);
    const ListCell* smiles = Cell(row, ListField::kSmiles);
    if (cas != nullptr && !meaning.by_name.empty() && !meaning.cas_rns.empty()) {
      if (!meaning.by_cas.empty() && Disjoint(meaning.by_cas, meaning.by_name)) {
        Complain("cas-name", ListField::kCasRn, *cas,
                 Concat("is of ", known_.NamesOf(meaning.by_cas), ", but the row is named ",
                        Text(row, ListField::kName)));
      } else if (meaning.by_cas.empty() && known_.HasCasRn(meaning.by_name)) {
        Complain("cas-name-unknown", ListField::kCasRn, *cas,
                 Concat("is none of those known for ", known_.NamesOf(meaning.by_name), " (",
                        known_.CasRnsOf(meaning.by_name), ")"));
      }
    }
    if (!meaning.structure) return;
    const std::string drawn =
        meaning.by_structure.empty() ? "" : Concat(" but of ", known_.NamesOf(meaning.by_structure));
    if (known_.HasStructure(meaning.by_cas) && Disjoint(meaning.by_cas, meaning.by_structure)) {
      Complain("cas-structure", ListField::kSmiles, *smiles,
               Concat("is not the structure of ", known_.NamesOf(meaning.by_cas), " (CAS RN ", cas->text, ")",
                      drawn));
    } else if (known_.HasStructure(meaning.by_name) && Disjoint(meaning.by_name, meaning.by_structure)) {
      Complain("name-structure", ListField::kSmiles, *smiles,
               Concat("is not the structure of ", known_.NamesOf(meaning.by_name), drawn));
    }
  }

  struct Seen {
    std::string name;  // normalised
    std::string title;
    size_t line = 0;
    Substances by_name;
  };
  // A number or structure again is another control of the substance when the row is named the same.
  void CheckDuplicate(std::map<std::string, Seen>& seen, const std::string& key, std::string_view rule,
                      ListField field, const ListRow& row, const RowMeaning& meaning) {
    const std::string name = NormalName(Text(row, ListField::kName));
    const auto [it, fresh] = seen.emplace(
        key, Seen{name, std::string(Text(row, ListField::kName)), row.place.line, meaning.by_name});
    if (fresh || name.empty() || it->second.name.empty() || it->second.name == name) return;
    if (!meaning.by_name.empty() && !Disjoint(meaning.by_name, it->second.by_name)) return;
    Complain(rule, field, *Cell(row, field),
             Concat("stands in line ", it->second.line, " too, for \"", it->second.title, "\""));
  }
  void CheckDuplicates(const ListRow& row, const RowMeaning& meaning) {
    for (const std::string& number : meaning.cas_rns) {
      CheckDuplicate(cas_rns_, number, "duplicate-cas", ListField::kCasRn, row, meaning);
    }
    if (meaning.structure) {
      // The key knows no isotopes; two drawings of one substance that differ in them are two.
      const std::string& smiles = Cell(row, ListField::kSmiles)->text;
      const size_t bracket = smiles.find('[');
      const bool isotopes = bracket != std::string::npos && bracket + 1 < smiles.size() &&
                            absl::ascii_isdigit(static_cast<unsigned char>(smiles[bracket + 1]));
      CheckDuplicate(structures_, isotopes ? smiles : meaning.structure->key, "duplicate-structure",
                     ListField::kSmiles, row, meaning);
    }
  }

  void CheckCodes(const ListRow& row, const RowMeaning& meaning) {
    const ListCell* cell = Cell(row, ListField::kHsCode);
    if (cell == nullptr) return;
    std::string_view rest = cell->text;
    while (!rest.empty()) {
      const size_t end = rest.find_first_of(";,|/\n");
      CheckCode(AsStd(absl::StripAsciiWhitespace(AsAbsl(rest.substr(0, end)))), *cell, meaning);
      if (end == std::string_view::npos) break;
      rest.remove_prefix(end + 1);
    }
  }
  void CheckCode(std::string_view code, const ListCell& cell, const RowMeaning& meaning) {
    // "2918.99 (indicative)"
    if (const size_t bracket = code.find('('); bracket != std::string_view::npos && bracket > 0) {
      code = AsStd(absl::StripAsciiWhitespace(AsAbsl(code.substr(0, bracket))));
    }
    if (code.empty() || code == "-") return;
    const std::string lower = absl::AsciiStrToLower(AsAbsl(code));
    if (lower.substr(0, 3) == "ex ") code.remove_prefix(3);
    std::string digits;
    for (const char c : code) {
      if (c == '.' || c == ' ') continue;
      if (c < '0' || c > '9') {
        return Complain("hs-format", ListField::kHsCode, cell, Concat("\"", code, "\" is no code of the HS"));
      }
      digits += c;
    }
    if (digits.size() % 2 != 0 || digits.size() < 2 || digits.size() > 12) {
      const bool lost =
          nomenclature_ != nullptr && digits.size() < 12 &&
          nomenclature_->Find(Concat("0", digits).substr(0, std::min<size_t>(6, digits.size() + 1)));
      return Complain("hs-format", ListField::kHsCode, cell,
                      Concat("\"", code, "\" has ", digits.size(), " digits",
                             lost ? Concat("; a leading zero was lost if 0", digits, " is meant") : ""));
    }
    if (nomenclature_ == nullptr) return;
    const std::string six = digits.substr(0, 6);
    // Chapters 98 and 99 are each country's own.
    if (digits.substr(0, 2) != "98" && digits.substr(0, 2) != "99" && nomenclature_->Find(six) == nullptr) {
      const std::string* heading = nomenclature_->Find(six.substr(0, 4));
      return Complain(
          "hs-unknown", ListField::kHsCode, cell,
          Concat(nomenclature_->edition(), " has no ", six,
                 heading == nullptr ? "" : Concat("; heading ", six.substr(0, 4), " is \"", *heading, "\"")));
    }
    const Substances meant = Both(meaning.by_cas, meaning.by_name);
    if (six.size() < 6 || meant.size() != 1) return;
    const std::set<std::string>& codes = known_.CodesOf(*meant.begin());
    if (codes.empty() || codes.count(six) != 0) return;
    std::string known;
    for (const std::string& one : codes) AppendTo(known, known.empty() ? "" : ", ", one);
    Complain("hs-substance", ListField::kHsCode, cell,
             Concat(known_.NamesOf(meant), " is known under ", known, ", not under ", six));
  }

  void CheckDates(const ListRow& row) {
    std::optional<Date> days[2];
    const ListField fields[2] = {ListField::kFrom, ListField::kTo};
    for (int i = 0; i < 2; ++i) {
      const ListCell* cell = Cell(row, fields[i]);
      if (cell == nullptr) continue;
      DateReading reading = ReadDateCell(cell->text);
      for (const CellComplaint& complaint : reading.complaints) Complain(complaint, fields[i], *cell);
      days[i] = reading.date;
    }
    if (days[0] && days[1] && *days[1] < *days[0]) {
      Complain("date-order", ListField::kTo, *Cell(row, ListField::kTo),
               Concat("lies before the first day, ", FormatIsoDate(*days[0])));
    }
  }

  SubstanceKnowledge& known_;
  const Nomenclature* nomenclature_;
  const ListFile& list_;
  const ColumnMap& columns_;
  std::vector<LintComplaint> out_;
  std::map<std::string, size_t> rows_;
  std::map<std::string, Seen> cas_rns_, structures_;
};

Linter::Linter(std::shared_ptr<const Database> database, const Nomenclature* nomenclature)
    : knowledge_(std::make_unique<SubstanceKnowledge>(std::move(database))), nomenclature_(nomenclature) {}
Linter::~Linter() = default;

std::vector<LintComplaint> Linter::Check(const ListFile& list, const ColumnMap& columns) const {
  return ListCheck(*knowledge_, nomenclature_, list, columns).Run();
}

}  // namespace tidewaiter
