#include "screening/ledger/licences.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"

#include "chemdb/base/concat.h"
#include "chemdb/base/csv_table.h"
#include "chemdb/base/date.h"
#include "chemdb/base/status_macros.h"
#include "rules/policy/amounts.h"

namespace tidewaiter {
namespace {

using policy::LicenceState;

constexpr std::string_view kRequired[] = {"licence", "holder",    "substance", "quantity",
                                          "unit",    "first_day", "last_day",  "jurisdiction"};
constexpr std::string_view kOptional[] = {"kind", "direction", "counterparty", "note"};

// One row into `out`; false with the reason in `complaint`.
bool ReadRow(const CsvTable& table, const CsvTable::Row& row, const LicenceNames& names, Licence& out,
             std::string& complaint) {
  const auto fail = [&](std::string text) {
    complaint = std::move(text);
    return false;
  };
  const auto cell = [&](std::string_view column) -> const std::string& { return table.Get(row, column); };
  out.line = row.line;
  out.id = cell("licence");
  if (out.id.empty()) return fail("no licence number");
  out.kind = cell("kind").empty() ? "licence" : cell("kind");
  if (out.kind != "licence" && out.kind != "pre-export-notification") {
    return fail(Concat("kind \"", out.kind, "\": write licence or pre-export-notification"));
  }
  out.holder = cell("holder");
  out.holder_key = names.party_key(out.holder);
  if (out.holder_key.empty()) return fail("no holder");
  out.substance = names.subject(cell("substance"));
  if (out.substance.empty()) {
    return fail(Concat("\"", cell("substance"),
                       "\" is no listed substance or class, or more than one: write its id or CAS RN"));
  }
  double quantity = 0;
  if (!absl::SimpleAtod(cell("quantity"), &quantity) || !std::isfinite(quantity) || quantity <= 0) {
    return fail(Concat("quantity \"", cell("quantity"), "\": write a number above 0, such as 1250.5"));
  }
  const auto grams = policy::GramsPerUnit(cell("unit"));
  const auto millilitres = policy::MillilitresPerUnit(cell("unit"));
  if (!grams && !millilitres) {
    return fail(Concat("unit \"", cell("unit"), "\" is no unit of mass or volume"));
  }
  out.volume = !grams;
  const double amount = std::floor(quantity * (grams ? *grams : *millilitres) + 1e-6);
  if (amount < 1 || amount > static_cast<double>(policy::kMaxGrams)) {
    return fail("a licence is for at least 1 g or 1 mL and at most a million tonnes");
  }
  out.permitted = static_cast<int64_t>(amount);
  for (const auto& [column, day] : {std::pair("first_day", &out.first_day), {"last_day", &out.last_day}}) {
    if (cell(column).empty()) continue;
    const auto date = ParseIsoDate(cell(column));
    if (!date) return fail(Concat(column, " \"", cell(column), "\" is no day (YYYY-MM-DD)"));
    *day = date->time_since_epoch().count();
  }
  if (out.first_day && out.last_day && *out.last_day < *out.first_day)
    return fail("it ends before it begins");
  out.jurisdiction = cell("jurisdiction");
  if (!out.jurisdiction.empty() && !names.jurisdiction_known(out.jurisdiction)) {
    return fail(Concat("jurisdiction \"", out.jurisdiction, "\" is not in the database"));
  }
  const auto direction = ParseDirection(cell("direction"));
  if (!direction || *direction == Direction::kTransit) {
    return fail(Concat("direction \"", cell("direction"), "\": write import, export or nothing"));
  }
  out.direction = *direction;
  out.counterparty_key = names.party_key(cell("counterparty"));
  return true;
}

}  // namespace

absl::StatusOr<std::vector<Licence>> ParseLicences(std::string_view text, std::string_view file,
                                                   const LicenceNames& names) {
  std::vector<CsvTable::Error> errors;
  const CsvTable table = CsvTable::ParseWithErrors(text, file, errors);
  std::string complaints;
  const auto complain = [&](size_t line, std::string_view message) {
    AppendTo(complaints, complaints.empty() ? "" : "\n", file, ":", line, ": ", message);
  };
  for (const std::string_view column : kRequired) {
    if (!table.HasColumn(column)) complain(1, Concat("no column \"", column, "\""));
  }
  for (const std::string& column : table.columns()) {
    if (std::count(std::begin(kRequired), std::end(kRequired), column) == 0 &&
        std::count(std::begin(kOptional), std::end(kOptional), column) == 0) {
      complain(1, Concat("column \"", column, "\" is not known"));
    }
  }
  if (!complaints.empty()) return absl::InvalidArgumentError(complaints);
  for (const CsvTable::Error& error : errors) complain(error.line, error.message);
  std::vector<Licence> out;
  std::set<std::pair<std::string, std::string>> seen;
  for (const CsvTable::Row& row : table.rows()) {
    Licence licence;
    std::string complaint;
    if (!ReadRow(table, row, names, licence, complaint)) {
      complain(row.line, complaint);
    } else if (!seen.emplace(licence.id, licence.substance).second) {
      complain(row.line, Concat("licence ", licence.id, " has this substance twice"));
    } else {
      out.push_back(std::move(licence));
    }
  }
  if (!complaints.empty()) return absl::InvalidArgumentError(complaints);
  return out;
}

LicenceDesk::LicenceDesk(std::vector<Licence> licences, Ledger& ledger)
    : licences_(std::move(licences)), used_(licences_.size()), ledger_(&ledger) {
  // What ends first is used first; the number decides between equals, so that the order of rows does not.
  std::sort(licences_.begin(), licences_.end(), [](const Licence& a, const Licence& b) {
    const auto end = [](const Licence& licence) { return licence.last_day.value_or(INT64_MAX); };
    return std::pair(end(a), std::tie(a.id, a.substance)) < std::pair(end(b), std::tie(b.id, b.substance));
  });
  for (size_t i = 0; i < licences_.size(); ++i) {
    const Licence& licence = licences_[i];
    by_substance_and_holder_[{licence.substance, licence.holder_key}].push_back(i);
    by_id_and_substance_.emplace(Pair(licence.id, licence.substance), i);
    by_holder_[licence.holder_key].push_back(i);
    by_substance_[licence.substance].push_back(i);
  }
}

absl::StatusOr<LicenceDesk> LicenceDesk::Open(std::vector<Licence> licences, Ledger& ledger) {
  LicenceDesk desk(std::move(licences), ledger);
  TW_ASSIGN_OR_RETURN(const std::vector<LicenceUse> uses, ledger.LicenceUses());
  for (const LicenceUse& use : uses) {
    const auto it = desk.by_id_and_substance_.find({use.licence, use.substance});
    if (it == desk.by_id_and_substance_.end()) continue;  // no longer in the table
    const Licence& licence = desk.licences_[it->second];
    if (licence.volume != use.volume) {
      return absl::InvalidArgumentError(Concat("licence ", licence.id, " for ", licence.substance,
                                               ": drawn on by ", use.volume ? "volume" : "mass",
                                               " in the ledger, and now given by the other"));
    }
    desk.used_[it->second] = use.amount;
  }
  return desk;
}

LicenceState LicenceDesk::Fits(const Licence& licence, const LicenceQuestion& question) const {
  const bool as_consignor =
      licence.direction != Direction::kImport && licence.holder_key == question.consignor_key &&
      (licence.counterparty_key.empty() || licence.counterparty_key == question.consignee_key);
  const bool as_consignee =
      licence.direction != Direction::kExport && licence.holder_key == question.consignee_key &&
      (licence.counterparty_key.empty() || licence.counterparty_key == question.consignor_key);
  if (!as_consignor && !as_consignee) return LicenceState::kOtherRoute;
  if (!licence.jurisdiction.empty() &&
      std::count(question.jurisdictions.begin(), question.jurisdictions.end(), licence.jurisdiction) == 0) {
    return LicenceState::kOtherRoute;
  }
  if (licence.first_day && question.day < *licence.first_day) return LicenceState::kNotYet;
  if (licence.last_day && question.day > *licence.last_day) return LicenceState::kExpired;
  return LicenceState::kCovered;
}

std::vector<size_t> LicenceDesk::HeldFor(const LicenceQuestion& question) const {
  std::vector<size_t> places;
  for (const std::string_view holder : {question.consignor_key, question.consignee_key}) {
    if (holder.empty()) continue;
    const auto it = by_substance_and_holder_.find({std::string(question.subject), std::string(holder)});
    if (it != by_substance_and_holder_.end()) {
      places.insert(places.end(), it->second.begin(), it->second.end());
    }
  }
  std::sort(places.begin(), places.end());
  places.erase(std::unique(places.begin(), places.end()), places.end());
  return places;
}

std::vector<LicenceAnswer> LicenceDesk::Nearest(const LicenceQuestion& question,
                                                std::vector<LicenceAnswer> failed) const {
  if (failed.size() > kMostNear) failed.resize(kMostNear);
  for (const std::string_view holder : {question.consignor_key, question.consignee_key}) {
    const auto it = by_holder_.find(holder);
    if (holder.empty() || it == by_holder_.end()) continue;
    for (const size_t place : it->second) {
      if (failed.size() >= kMostNear) break;
      if (licences_[place].substance == question.subject) continue;
      failed.push_back({&licences_[place], LicenceState::kOtherSubstance, used_[place], 0});
    }
  }
  // Of other holders' licences one is enough to say that there are some.
  const auto it = by_substance_.find(question.subject);
  if (it != by_substance_.end() && failed.size() < kMostNear) {
    const auto other = std::find_if(it->second.begin(), it->second.end(), [&](size_t place) {
      const std::string& holder = licences_[place].holder_key;
      return holder != question.consignor_key && holder != question.consignee_key;
    });
    if (other != it->second.end()) {
      failed.push_back({&licences_[*other], LicenceState::kOtherHolder, used_[*other], 0});
    }
  }
  return failed;
}

absl::StatusOr<std::vector<LicenceAnswer>> LicenceDesk::Ask(const LicenceQuestion& question) {
  std::vector<LicenceAnswer> covering;
  std::vector<LicenceAnswer> failed;
  std::set<std::string_view> covered;  // jurisdictions
  const std::vector<size_t> held = HeldFor(question);
  if (!held.empty()) {
    // What the line drew before stands, whatever is left today.
    TW_ASSIGN_OR_RETURN(const std::vector<Ledger::Draw> draws,
                        ledger_->FindDraws(question.file_digest, question.line, question.subject));
    for (const Ledger::Draw& draw : draws) {
      const auto it = by_id_and_substance_.find({draw.licence, std::string(question.subject)});
      if (it == by_id_and_substance_.end()) continue;
      const Licence& licence = licences_[it->second];
      covering.push_back({&licence, LicenceState::kCovered, draw.used_before, draw.amount});
      covered.insert(licence.jurisdiction);
    }
  }
  for (const size_t place : held) {
    const Licence& licence = licences_[place];
    int64_t& used = used_[place];
    if (covered.count(licence.jurisdiction) > 0) continue;
    LicenceAnswer answer{&licence, Fits(licence, question), used, 0};
    const std::optional<int64_t> amount = licence.volume ? question.millilitres : question.grams;
    if (answer.state == LicenceState::kCovered) {
      if (!amount || *amount <= 0) {
        answer.state = LicenceState::kUnknownAmount;
      } else if (*amount > licence.permitted - used) {
        answer.state = LicenceState::kExhausted;
      }
    }
    if (answer.state != LicenceState::kCovered) {
      TW_ASSIGN_OR_RETURN(
          const std::optional<int64_t> then,
          ledger_->UsedBeforeNextDraw(question.file_digest, question.line, question.subject, licence.id));
      answer.used_before = then.value_or(used);
      failed.push_back(answer);
      continue;
    }
    answer.amount = *amount;
    TW_RETURN_IF_ERROR(ledger_->AddDraw(question.file_digest, question.line, question.subject,
                                        {licence.id, used, *amount, licence.volume}));
    used += *amount;
    covering.push_back(answer);
    covered.insert(licence.jurisdiction);
  }
  return covering.empty() ? Nearest(question, std::move(failed)) : covering;
}

std::string LicenceUseText(const LicenceAnswer& answer) {
  const auto thousand = [](int64_t amount) {
    std::string text = absl::StrFormat("%.3f", static_cast<double>(amount) / 1000);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return text;
  };
  return Concat(thousand(answer.used_before + answer.amount), " of ", thousand(answer.licence->permitted),
                answer.licence->volume ? " L" : " kg", " used");
}

}  // namespace tidewaiter
