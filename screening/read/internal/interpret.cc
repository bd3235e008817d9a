#include "screening/read/internal/interpret.h"

#include <chrono>
#include <cmath>
#include <string>
#include <string_view>

#include "chemdb/base/concat.h"
#include "chemdb/base/date.h"
#include "screening/read/internal/date_text.h"
#include "screening/read/internal/field_batch.h"
#include "screening/read/internal/lookups.h"
#include "screening/read/internal/number_text.h"
#include "screening/read/internal/text.h"

namespace tidewaiter::read {
namespace {

// No law of the tables lists a precursor before; and shipments are declared before they leave, by months.
constexpr Date kFirstDay = std::chrono::sys_days(std::chrono::year(1970) / 1 / 1);
constexpr std::chrono::days kDaysAhead(366);

class Interpreter {
 public:
  Interpreter(const FileInfo& info, const Layout& layout, const CellFlags& flags, Record& record)
      : options_(info.options), layout_(layout), flags_(flags), record_(record) {}

  void Run() {
    Texts();
    Id();
    if (const std::string_view text = record_.Text(Field::kDate); !text.empty()) ReadDate(text);
    record_.origin = Country(Field::kOrigin);
    record_.destination = Country(Field::kDestination);
    Transit();
    // A country of departure that is the origin again is no transit.
    if (!record_.origin.empty()) std::erase(record_.transit, record_.origin);
    if (const std::string_view text = record_.Text(Field::kMode); !text.empty()) {
      record_.mode = FindMode(text);
      if (record_.mode.empty()) Issue(Field::kMode, "unknown-mode", "is no known mode of transport");
    }
    if (const std::string_view text = record_.Text(Field::kHsCode); !text.empty()) {
      HsCodeText code = ParseHsCode(text);
      record_.hs_code = std::move(code.digits);
      if (!code.problem.empty()) Issue(Field::kHsCode, "bad-hs-code", code.problem);
    }
    ReadQuantity();
    ReadPackages();
    const std::optional<double> net = Mass(Field::kNetMass);
    const bool weighed = !record_.Text(Field::kNetMass).empty() && net != 0.0;
    record_.net_kilograms = weighed || !record_.quantity ? Declared(net) : record_.quantity->kilograms;
    record_.gross_kilograms = Declared(Mass(Field::kGrossMass));
    ReadValue();
  }

 private:
  void Texts() {
    std::string_view& structure = record_.fields[static_cast<size_t>(Field::kStructure)];
    if (record_.structure_format == StructureFormat::kNone && !structure.empty()) {
      // A mol block has lines: three of header, which may be empty, so nothing is trimmed off it.
      const bool block = structure.find('\n') != std::string_view::npos &&
                         (structure.find("M  END") != std::string_view::npos ||
                          structure.find("V2000") != std::string_view::npos ||
                          structure.find("V3000") != std::string_view::npos);
      record_.structure_format = block ? StructureFormat::kMolBlock : StructureFormat::kSmiles;
    }
    for (size_t i = 0; i < kFieldCount; ++i) {
      const bool block = static_cast<Field>(i) == Field::kStructure &&
                         record_.structure_format == StructureFormat::kMolBlock;
      if (!block && !record_.fields[i].empty()) record_.fields[i] = Trim(record_.fields[i]);
    }
    if (structure.empty()) record_.structure_format = StructureFormat::kNone;
    for (const auto& [field, text] : options_.constants) {
      std::string_view& own = record_.fields[static_cast<size_t>(field)];
      if (own.empty()) own = text;
    }
    std::string_view& currency = record_.fields[static_cast<size_t>(Field::kCurrency)];
    if (currency.empty() && !record_.Text(Field::kValue).empty()) currency = TitleUnit(Field::kValue);
  }

  void Id() {
    for (const Field field : {Field::kId, Field::kHouseWaybill, Field::kMasterWaybill}) {
      if (!record_.Text(field).empty()) {
        record_.id = Shorten(record_.Text(field), 200);
        return;
      }
    }
    // A structure's name is what its list calls it by.
    if (!record_.Text(Field::kStructure).empty() && !record_.Text(Field::kDescription).empty()) {
      record_.id = Shorten(record_.Text(Field::kDescription), 100);
      return;
    }
    record_.id = Concat("line ", record_.place.line);
  }

  void Issue(Field field, std::string_view rule, std::string_view problem) {
    record_.issues.push_back({std::string(rule), std::string(FieldName(field)),
                              Concat("line ", record_.place.line, ": ", FieldName(field), " \"",
                                     Shorten(record_.Text(field)), "\" ", problem)});
  }

  std::string_view TitleUnit(Field field) const { return layout_.units[static_cast<size_t>(field)]; }

  void ReadDate(std::string_view text) {
    const DateText date = ParseDate(text, options_.date_format);
    // A year typed wrong must not pick a law that no shipment of these goods was ever under.
    if (date.date && (*date.date < kFirstDay || Today() + kDaysAhead < *date.date)) {
      Issue(Field::kDate, "bad-date", "lies too far from today to be a day of shipment");
      return;
    }
    record_.date = date.date;
    if (date.problem == DateProblem::kAmbiguous) {
      Issue(Field::kDate, "ambiguous-date", "may be day first or month first; state the date format");
    } else if (date.problem == DateProblem::kBad) {
      Issue(Field::kDate, "bad-date",
            options_.date_format.empty() ? "is no date that can be read"
                                         : Concat("is no date in the format ", options_.date_format));
    }
  }

  std::string Country(Field field) {
    const std::string_view text = record_.Text(field);
    if (text.empty()) return "";
    std::string code(FindCountry(text));
    if (code.empty()) Issue(field, "unknown-country", "names no known country");
    return code;
  }

  void Transit() {
    std::string_view rest = record_.Text(Field::kTransit);
    if (rest.empty()) return;
    // As a whole first: "Hong Kong, China" is one place.
    if (const std::string_view whole = FindCountry(rest);
        !whole.empty() && rest.find_first_of(";/|") == rest.npos) {
      record_.transit.emplace_back(whole);
      return;
    }
    bool unknown = false;
    while (!rest.empty()) {
      const size_t at = rest.find_first_of(";,/|");
      const std::string_view part = Trim(rest.substr(0, at));
      rest = at == std::string_view::npos ? "" : rest.substr(at + 1);
      if (part.empty()) continue;
      const std::string_view code = FindCountry(part);
      if (code.empty()) {
        unknown = true;
      } else if (record_.transit.empty() || record_.transit.back() != code) {
        record_.transit.emplace_back(code);
      }
    }
    if (unknown) Issue(Field::kTransit, "unknown-country", "names a country that is not known");
  }

  // The number in `field`, with an issue when there is none.
  NumberText Number(Field field) {
    const NumberText number = ParseNumber(record_.Text(field), options_.decimal_mark,
                                          flags_.exact_number[static_cast<size_t>(field)]);
    switch (number.problem) {
      case NumberProblem::kNone:
        break;
      case NumberProblem::kAmbiguous:
        if (options_.decimal_mark == 0) {
          Issue(field, "ambiguous-number", "may be a thousand times more or less; state the decimal mark");
        } else {
          Issue(field, "ambiguous-number",
                Concat("does not fit the decimal mark ", std::string(1, options_.decimal_mark)));
        }
        break;
      case NumberProblem::kBad:
        Issue(field, "bad-number", "is no number");
        break;
      case NumberProblem::kNegative:
        Issue(field, "negative-number", "is negative");
        break;
      case NumberProblem::kAbsurd:
        Issue(field, "absurd-number", "is beyond what can be meant");
        break;
    }
    return number;
  }

  void ReadQuantity() {
    if (record_.Text(Field::kQuantity).empty()) return;
    const NumberText number = Number(Field::kQuantity);
    if (!number.value) return;
    if (!number.before.empty()) {
      Issue(Field::kQuantity, "bad-number", "has text before the number");
      return;
    }
    Quantity quantity;
    quantity.value = *number.value;
    // "25 kg" says its unit itself; a unit column that says otherwise makes neither certain.
    const std::string_view column = record_.Text(Field::kUnit);
    std::string_view unit = !number.after.empty() ? number.after : column;
    if (unit.empty()) unit = TitleUnit(Field::kQuantity);
    quantity.unit = std::string(unit);
    if (!unit.empty()) {
      const std::optional<UnitInfo> known = FindUnit(unit);
      const std::optional<UnitInfo> other = number.after.empty() ? known : FindUnit(column);
      const bool contradicted = !number.after.empty() && !column.empty() && known && other &&
                                (known->kind != other->kind || known->factor != other->factor);
      if (!known) {
        const Field at = !number.after.empty() ? Field::kQuantity : Field::kUnit;
        Issue(at, "unknown-unit", Concat("has a unit that is not known: ", Shorten(unit, 30)));
      } else if (contradicted) {
        Issue(Field::kQuantity, "unknown-unit",
              Concat("has another unit than the unit column: ", Shorten(column, 30)));
      } else if (known->kind == UnitKind::kMass) {
        quantity.kilograms = Declared(quantity.value * known->factor);
      } else if (known->kind == UnitKind::kVolume) {
        quantity.litres = Declared(quantity.value * known->factor);
      } else if (known->kind == UnitKind::kPackage) {
        record_.packages = Whole(quantity.value);
      }
    }
    record_.quantity = std::move(quantity);
  }

  void ReadPackages() {
    if (record_.Text(Field::kPackages).empty()) return;
    record_.packages.reset();
    const NumberText number = Number(Field::kPackages);
    if (!number.value) return;
    // "20 CTNS" says what kind of package; "20 kg" is no number of packages.
    const std::optional<UnitInfo> kind = number.after.empty() ? std::nullopt : FindUnit(number.after);
    const bool measured = kind && (kind->kind == UnitKind::kMass || kind->kind == UnitKind::kVolume);
    if (!number.before.empty() || measured || *number.value != std::floor(*number.value)) {
      Issue(Field::kPackages, "bad-number", "is no number of packages");
      return;
    }
    record_.packages = Whole(*number.value);
  }

  // A count; nullopt for none and for what is no whole number.
  static std::optional<int64_t> Whole(double count) {
    if (count < 1 || count != std::floor(count) || count > 1e15) return std::nullopt;
    return static_cast<int64_t>(count);
  }

  // No goods weigh nothing: forms hold 0 where nobody weighed, and it must not pass for the least there is.
  static std::optional<double> Declared(std::optional<double> amount) {
    return amount == 0.0 ? std::nullopt : amount;
  }

  std::optional<double> Mass(Field field) {
    if (record_.Text(field).empty()) return std::nullopt;
    const NumberText number = Number(field);
    if (!number.value) return std::nullopt;
    if (!number.before.empty()) {
      Issue(field, "bad-number", "has text before the number");
      return std::nullopt;
    }
    std::string_view unit = number.after;
    if (unit.empty()) unit = TitleUnit(field);
    if (unit.empty()) unit = record_.Text(Field::kMassUnit);
    if (unit.empty()) return number.value;  // kilograms, by the field's definition
    const std::optional<UnitInfo> known = FindUnit(unit);
    if (!known || known->kind != UnitKind::kMass) {
      Issue(field, "unknown-unit", Concat("has a unit that is no known unit of mass: ", Shorten(unit, 30)));
      return std::nullopt;
    }
    return *number.value * known->factor;
  }

  void ReadValue() {
    if (record_.Text(Field::kValue).empty()) return;
    const NumberText number = Number(Field::kValue);
    if (!number.value) return;
    // "USD 1,200", "1.200,00 €": a currency stands beside it, and nothing else does.
    for (const std::string_view beside : {number.before, number.after}) {
      // No currency holds a digit: "0x10", "12 x 25".
      if (beside.size() > 12 || beside.find_first_of("0123456789") != std::string_view::npos) {
        Issue(Field::kValue, "bad-number", "has other text beside the number");
        return;
      }
      std::string_view& currency = record_.fields[static_cast<size_t>(Field::kCurrency)];
      if (currency.empty() && IsCurrency(beside)) currency = beside;
    }
    record_.value = number.value;
  }

  const ReadOptions& options_;
  const Layout& layout_;
  const CellFlags& flags_;
  Record& record_;
};

}  // namespace

void InterpretFields(const FileInfo& info, const Layout& layout, const CellFlags& flags, Record& record) {
  Interpreter(info, layout, flags, record).Run();
}

}  // namespace tidewaiter::read
