#include "rules/policy/example_facts.h"

#include <algorithm>
#include <array>
#include <chrono>

#include <sqlite3.h>

#include "absl/strings/numbers.h"

#include "chemdb/base/concat.h"
#include "chemdb/base/date.h"
#include "chemdb/base/status_macros.h"
#include "chemdb/law/listing.h"
#include "rules/policy/amounts.h"
#include "rules/policy/compile_rule.h"
#include "rules/policy/ledger_numbers.h"

namespace tidewaiter::policy {
namespace {

int64_t DayNumber(Date date) { return static_cast<int64_t>(date.time_since_epoch().count()); }

// Reads the optional keys of one map into a batch. The first error sticks and is asked for at the end.
class Reader {
 public:
  Reader(const YamlNode& node, BatchFacts& batch) : node_(node), batch_(batch) {}

  std::string Own(std::string_view key) {
    if (!status_.ok() || !node_.Has(key)) return {};
    auto text = node_.GetText(key);
    if (!text.ok()) return Fail(text.status()), std::string();
    return *std::move(text);
  }
  std::string_view Text(std::string_view key) { return batch_.Keep(Own(key)); }
  std::string_view TextOr(std::string_view key, std::string_view fallback) {
    return node_.Has(key) ? Text(key) : batch_.Keep(fallback);
  }
  std::optional<double> Number(std::string_view key) {
    const std::string text = Own(key);
    double value = 0;
    if (text.empty()) return std::nullopt;
    if (!absl::SimpleAtod(text, &value)) return Complain(key, "must be a number"), std::nullopt;
    return value;
  }
  int64_t Whole(std::string_view key, int64_t fallback) {
    const auto number = Number(key);
    return number ? static_cast<int64_t>(std::clamp(*number, -1e18, 1e18)) : fallback;
  }
  bool Flag(std::string_view key, bool fallback) {
    const std::string text = Own(key);
    if (text.empty()) return fallback;
    if (text != "true" && text != "false") Complain(key, "must be true or false");
    return text == "true";
  }
  std::optional<int64_t> Day(std::string_view key) {
    const std::string text = Own(key);
    if (text.empty()) return std::nullopt;
    const auto date = ParseIsoDate(text);
    if (!date) return Complain(key, "must be YYYY-MM-DD"), std::nullopt;
    return DayNumber(*date);
  }
  // "2.5 kg", "300 mL": grams or millilitres, whichever the unit is of.
  std::optional<int64_t> Amount(std::string_view key, std::optional<double> (*factor)(std::string_view)) {
    const std::string text = Own(key);
    if (text.empty()) return std::nullopt;
    const size_t space = text.find(' ');
    double value = 0;
    const auto unit =
        space == std::string::npos ? std::nullopt : factor(std::string_view(text).substr(space + 1));
    if (!unit || !absl::SimpleAtod(text.substr(0, space), &value)) {
      return Complain(key, "must be a number and a unit of mass or volume, as in \"2.5 kg\""), std::nullopt;
    }
    return GramsOf(value * *unit / 1000).amount;
  }
  AmountState State(std::string_view key, bool known) {
    const std::string text = Own(key);
    if (text.empty()) return known ? AmountState::kKnown : AmountState::kMissing;
    for (const AmountState state : {AmountState::kMissing, AmountState::kUnknownUnit,
                                    AmountState::kNotUnderstood, AmountState::kAbsurd}) {
      if (AmountStateName(state) == text) return state;
    }
    Complain(key, "must be missing, unknown-unit, not-understood or absurd");
    return AmountState::kMissing;
  }
  void Complain(std::string_view key, std::string_view what) { Fail(node_.Error(Concat(key, " ", what))); }
  void Fail(absl::Status status) {
    if (status_.ok()) status_ = std::move(status);
  }
  const absl::Status& status() const { return status_; }

 private:
  const YamlNode& node_;
  BatchFacts& batch_;
  absl::Status status_;
};

// First and last day of the month or year that holds `day`.
void SetWindow(ListingFact& listing, std::optional<int64_t> day) {
  if (!day || listing.window.empty()) return;
  using namespace std::chrono;
  const year_month_day date{Date(days(*day))};
  const bool month = listing.window == "calendar month";
  const Date first = month ? sys_days(date.year() / date.month() / 1) : sys_days(date.year() / January / 1);
  const Date last = month ? sys_days(date.year() / date.month() / std::chrono::last)
                          : sys_days(date.year() / December / 31);
  listing.window_first_day = DayNumber(first);
  listing.window_last_day = DayNumber(last);
}

absl::StatusOr<int> ReadSeverity(const YamlNode& node, Severity fallback) {
  TW_ASSIGN_OR_RETURN(const std::string text, node.GetTextOr("severity", SeverityName(fallback)));
  const auto severity = ParseSeverity(text);
  if (!severity) return node.Error(Concat("unknown severity \"", text, "\""));
  return static_cast<int>(*severity);
}

absl::Status ReadListing(const YamlNode& node, const LineFact& line, BatchFacts& batch) {
  TW_RETURN_IF_ERROR(node.AllowOnly({"listing", "jurisdiction", "instrument", "schedule", "severity",
                                     "in_force", "from", "to", "threshold", "threshold_volume", "window"}));
  Reader in(node, batch);
  ListingFact listing;
  listing.hit = static_cast<uint32_t>(batch.hits.size() - 1);
  listing.jurisdiction = in.TextOr("jurisdiction", "US");
  listing.listing = in.TextOr("listing", "a-listing");
  listing.instrument = in.TextOr("instrument", "an instrument");
  listing.schedule = in.TextOr("schedule", "List I");
  TW_ASSIGN_OR_RETURN(listing.severity, ReadSeverity(node, Severity::kHigh));
  listing.in_force = in.Flag("in_force", true);
  listing.first_day = in.Day("from");
  listing.last_day = in.Day("to");
  listing.threshold_grams = in.Amount("threshold", &GramsPerUnit);
  listing.threshold_millilitres = in.Amount("threshold_volume", &MillilitresPerUnit);
  listing.window = in.Text("window");
  SetWindow(listing, line.day);
  batch.listings.push_back(listing);
  return in.status();
}

absl::Status ReadHit(const YamlNode& node, const LineFact& line, BatchFacts& batch) {
  TW_RETURN_IF_ERROR(node.AllowOnly({"kind", "subject", "name", "rule", "relation", "certainty", "severity",
                                     "in_force", "by", "hs_codes", "listings"}));
  Reader in(node, batch);
  HitFact hit;
  hit.row = static_cast<uint32_t>(batch.lines.size() - 1);
  hit.subject_kind = in.TextOr("kind", "substance");
  TW_RETURN_IF_ERROR(node.Get("subject").status());
  hit.subject = in.Text("subject");
  hit.name = in.TextOr("name", hit.subject);
  hit.rule = in.TextOr("rule", "listed-substance");
  hit.relation = in.TextOr("relation", "exact");
  hit.certainty = in.Number("certainty").value_or(1);
  TW_ASSIGN_OR_RETURN(hit.severity, ReadSeverity(node, Severity::kHigh));
  hit.in_force = in.Flag("in_force", true);
  hit.hs_codes = in.Text("hs_codes");
  TW_ASSIGN_OR_RETURN(std::vector<std::string> basis, node.GetTexts("by"));
  if (basis.empty()) basis = {"text"};
  for (const std::string& by : basis) {
    const HitBasis bit = by == "code"        ? HitBasis::kHsCode
                         : by == "structure" ? HitBasis::kStructure
                                             : HitBasis::kText;
    if (by != "code" && by != "structure" && by != "text") in.Complain("by", "is text, structure or code");
    hit.basis = static_cast<uint8_t>(hit.basis | static_cast<uint8_t>(bit));
  }
  TW_RETURN_IF_ERROR(in.status());
  batch.hits.push_back(hit);
  TW_ASSIGN_OR_RETURN(const std::vector<YamlNode> listings, node.GetList("listings"));
  for (const YamlNode& listing : listings) TW_RETURN_IF_ERROR(ReadListing(listing, line, batch));
  return absl::OkStatus();
}

absl::Status ReadWatch(const YamlNode& node, BatchFacts& batch) {
  TW_RETURN_IF_ERROR(node.AllowOnly({"role", "list", "entry", "name", "score", "reason"}));
  Reader in(node, batch);
  WatchFact watch;
  watch.row = static_cast<uint32_t>(batch.lines.size() - 1);
  watch.role = in.TextOr("role", "consignor");
  watch.list = in.TextOr("list", "own list");
  watch.entry = in.TextOr("entry", "1");
  watch.name = in.Text("name");
  watch.score = in.Number("score").value_or(1);
  watch.reason = in.Text("reason");
  batch.watches.push_back(watch);
  return in.status();
}

absl::Status ReadLicence(const YamlNode& node, BatchFacts& batch) {
  TW_RETURN_IF_ERROR(
      node.AllowOnly({"kind", "licence", "holder", "substance", "substance_name", "hit_subject", "permitted",
                      "used", "by_volume", "from", "to", "state"}));
  Reader in(node, batch);
  LicenceFact licence;
  licence.row = static_cast<uint32_t>(batch.lines.size() - 1);
  licence.kind = in.TextOr("kind", "licence");
  licence.licence = in.TextOr("licence", "L-1");
  licence.holder = in.Text("holder");
  licence.substance = in.Text("substance");
  licence.substance_name = in.TextOr("substance_name", licence.substance);
  licence.hit_subject = in.TextOr("hit_subject", licence.substance);
  licence.by_volume = in.Flag("by_volume", false);
  const auto per_unit = licence.by_volume ? &MillilitresPerUnit : &GramsPerUnit;
  licence.permitted_grams = in.Amount("permitted", per_unit).value_or(0);
  licence.used_grams = in.Amount("used", per_unit).value_or(0);
  licence.first_day = in.Day("from");
  licence.last_day = in.Day("to");
  const std::string state = in.Own("state");
  bool known = state.empty();
  for (const LicenceState each :
       {LicenceState::kCovered, LicenceState::kExpired, LicenceState::kNotYet, LicenceState::kOtherSubstance,
        LicenceState::kOtherHolder, LicenceState::kExhausted, LicenceState::kUnknownAmount,
        LicenceState::kOtherRoute}) {
    if (LicenceStateName(each) != state) continue;
    licence.state = each;
    known = true;
  }
  if (!known) in.Complain("state", "is none that a licence can have");
  batch.licences.push_back(licence);
  return in.status();
}

absl::Status ReadLine(const YamlNode& node, BatchFacts& batch) {
  TW_RETURN_IF_ERROR(node.AllowOnly({"record",
                                     "consignment",
                                     "date",
                                     "description",
                                     "hs_code",
                                     "hs_edition",
                                     "end_use",
                                     "net",
                                     "gross",
                                     "mass",
                                     "volume",
                                     "volume_state",
                                     "quantity",
                                     "unit",
                                     "unit_understood",
                                     "packages",
                                     "value",
                                     "value_state",
                                     "currency",
                                     "consignor",
                                     "consignee",
                                     "consignee_key",
                                     "notify",
                                     "address",
                                     "phone",
                                     "consignor_address",
                                     "consignor_phone",
                                     "origin",
                                     "dispatch",
                                     "transit",
                                     "destination",
                                     "mode",
                                     "channel",
                                     "vague",
                                     "vague_phrase",
                                     "names_chemical",
                                     "hits",
                                     "watches",
                                     "licences"}));
  Reader in(node, batch);
  LineFact line;
  line.file = "example.csv";
  line.line = static_cast<int64_t>(batch.lines.size()) + 2;
  line.record_id = in.TextOr("record", Concat("L", batch.lines.size() + 1));
  line.consignment = in.Text("consignment");
  line.day = in.Day("date");
  line.description = in.Text("description");
  line.hs_code = in.Text("hs_code");
  line.hs_edition = in.TextOr("hs_edition", "HS 2022");
  line.end_use = in.Text("end_use");
  line.end_use_asked = node.Has("end_use");
  line.net_grams = in.Amount("net", &GramsPerUnit);
  line.gross_grams = in.Amount("gross", &GramsPerUnit);
  line.mass_state = in.State("mass", line.net_grams.has_value());
  line.millilitres = in.Amount("volume", &MillilitresPerUnit);
  line.volume_state = in.State("volume_state", line.millilitres.has_value());
  line.quantity = in.Number("quantity");
  line.unit = in.Text("unit");
  line.unit_understood = in.Flag("unit_understood", true);
  if (node.Has("packages")) line.packages = in.Whole("packages", 0);
  if (const auto value = in.Number("value")) line.value_cents = CentsOf(*value).amount;
  line.value_state = in.State("value_state", line.value_cents.has_value());
  line.currency = in.TextOr("currency", line.value_cents ? "USD" : "");
  line.consignor = in.Text("consignor");
  line.consignee = in.Text("consignee");
  line.notify = in.Text("notify");
  line.consignor_key = line.consignor;
  line.consignee_key = node.Has("consignee_key") ? in.Text("consignee_key") : line.consignee;
  line.consignee_address_key = in.Text("address");
  line.consignee_phone_key = in.Text("phone");
  line.consignor_address_key = in.Text("consignor_address");
  line.consignor_phone_key = in.Text("consignor_phone");
  line.origin = in.Text("origin");
  line.dispatch = in.Text("dispatch");
  line.transit = in.Text("transit");
  line.destination = in.Text("destination");
  line.mode = in.Text("mode");
  line.channel = in.Text("channel");
  line.vague = in.Number("vague").value_or(0);
  line.vague_phrase = in.Text("vague_phrase");
  line.names_chemical = in.Flag("names_chemical", false);
  TW_RETURN_IF_ERROR(in.status());
  batch.lines.push_back(line);
  TW_ASSIGN_OR_RETURN(const std::vector<YamlNode> hits, node.GetList("hits"));
  for (const YamlNode& hit : hits) TW_RETURN_IF_ERROR(ReadHit(hit, line, batch));
  TW_ASSIGN_OR_RETURN(const std::vector<YamlNode> watches, node.GetList("watches"));
  for (const YamlNode& watch : watches) TW_RETURN_IF_ERROR(ReadWatch(watch, batch));
  TW_ASSIGN_OR_RETURN(const std::vector<YamlNode> licences, node.GetList("licences"));
  for (const YamlNode& licence : licences) TW_RETURN_IF_ERROR(ReadLicence(licence, batch));
  return absl::OkStatus();
}

absl::StatusOr<LedgerRow> ReadLedgerRow(const YamlNode& node, BatchFacts& batch) {
  TW_RETURN_IF_ERROR(node.AllowOnly(
      {"date", "consignor", "consignee", "address", "phone", "subject", "consignment", "net", "volume"}));
  Reader in(node, batch);
  LedgerRow row;
  row.day = in.Day("date");
  row.consignor = in.Own("consignor");
  row.consignee = in.Own("consignee");
  row.address = in.Own("address");
  row.phone = in.Own("phone");
  row.subject = in.Own("subject");
  row.consignment = in.Own("consignment");
  row.grams = in.Amount("net", &GramsPerUnit);
  row.millilitres = in.Amount("volume", &MillilitresPerUnit);
  if (!in.status().ok()) return in.status();
  return row;
}

}  // namespace

absl::StatusOr<std::unique_ptr<ExampleFacts>> ReadExampleFacts(const YamlNode& node) {
  TW_RETURN_IF_ERROR(node.AllowOnly({"lines", "ledger"}));
  auto out = std::make_unique<ExampleFacts>();
  out->batch.has_ledger = out->batch.has_licences = out->batch.has_watchlist = true;
  TW_ASSIGN_OR_RETURN(const std::vector<YamlNode> lines, node.GetList("lines"));
  for (const YamlNode& line : lines) TW_RETURN_IF_ERROR(ReadLine(line, out->batch));
  TW_ASSIGN_OR_RETURN(const std::vector<YamlNode> ledger, node.GetList("ledger"));
  for (const YamlNode& item : ledger) {
    TW_ASSIGN_OR_RETURN(LedgerRow row, ReadLedgerRow(item, out->batch));
    out->ledger.push_back(std::move(row));
  }
  return out;
}

absl::Status FillLedger(const std::vector<LedgerRow>& rows, sqlite3* db) {
  sqlite3_stmt* raw = nullptr;
  if (sqlite3_prepare_v2(
          db,
          "INSERT INTO main.ledger_entry(file, line, day, consignor, consignee, address, phone, substance, "
          "grams, millilitres, consignment) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          -1, &raw, nullptr) != SQLITE_OK) {
    return absl::InternalError(sqlite3_errmsg(db));
  }
  const SqliteHandle statement(raw);
  LedgerNumbers numbers(db);
  int given = SQLITE_OK;
  int64_t line = 0;
  for (const LedgerRow& row : rows) {
    int at = 0;
    const auto number = [&](std::optional<int64_t> value) {
      ++at;
      if (value) {
        sqlite3_bind_int64(raw, at, *value);
      } else {
        sqlite3_bind_null(raw, at);
      }
    };
    const auto text = [&](LedgerText kind, const std::string& value) {
      int64_t known = 0;
      if (!value.empty() && given == SQLITE_OK) given = numbers.Give(kind, value, known);
      number(value.empty() ? std::nullopt : std::optional(known));
    };
    text(LedgerText::kFile, "earlier");
    number(++line);
    number(row.day);
    text(LedgerText::kKey, row.consignor);
    text(LedgerText::kKey, row.consignee);
    text(LedgerText::kKey, row.address);
    text(LedgerText::kKey, row.phone);
    text(LedgerText::kSubject, row.subject);
    number(row.grams);
    number(row.millilitres);
    sqlite3_bind_text64(raw, ++at, row.consignment.data(), row.consignment.size(), SQLITE_STATIC,
                        SQLITE_UTF8);
    if (given != SQLITE_OK || sqlite3_step(raw) != SQLITE_DONE)
      return absl::InternalError(sqlite3_errmsg(db));
    sqlite3_reset(raw);
  }
  return absl::OkStatus();
}

}  // namespace tidewaiter::policy
