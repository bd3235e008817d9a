#include "screening/policy/fact_maker.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <map>
#include <utility>

#include "chemdb/base/concat.h"
#include "rules/policy/amounts.h"
#include "screening/law/law_question.h"
#include "screening/policy/party_cache.h"

namespace tidewaiter {
namespace {

using policy::AmountState;
using policy::BatchFacts;
using policy::HitBasis;
using policy::HitFact;
using policy::LineFact;
using policy::ListingFact;

int64_t DayNumber(Date day) { return day.time_since_epoch().count(); }

std::optional<int64_t> DayNumber(const std::optional<Date>& day) {
  if (!day) return std::nullopt;
  return DayNumber(*day);
}

// What the reader's complaint about `field` means for an amount that is not known.
AmountState StateFromIssues(const Record& record, std::initializer_list<Field> fields) {
  AmountState state = AmountState::kMissing;
  for (const Field field : fields) {
    for (const DataIssue& issue : record.issues) {
      if (issue.field != FieldName(field)) continue;
      if (issue.rule == "absurd-number") return AmountState::kAbsurd;
      if (issue.rule == "unknown-unit") {
        state = AmountState::kUnknownUnit;
      } else if (state == AmountState::kMissing) {
        state = AmountState::kNotUnderstood;
      }
    }
  }
  return state;
}

std::string UpperCase(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return out;
}

std::string_view ChannelOf(std::string_view mode) {
  if (mode.empty()) return {};
  if (mode == "courier") return "express";
  if (mode == "post") return "postal";
  return "cargo";
}

// A threshold in whole grams or millilitres; a fraction of one counts as one, "every transaction" stays 0.
std::optional<int64_t> Whole(double amount) {
  const auto whole = policy::GramsOf(amount / 1000);
  if (amount == 0) return 0;
  return whole.amount;
}

// The least threshold of each measure for goods that cross a border this way, and its window.
void AddThreshold(const Listing& listing, const LawQuestion& question, ListingFact& fact) {
  for (const Threshold& threshold : listing.thresholds) {
    if (!question.ThresholdFits(listing.jurisdiction, threshold.traffic)) continue;
    std::optional<int64_t>* measure = nullptr;
    double factor = 1000;
    if (threshold.unit == "kg") {
      measure = &fact.threshold_grams;
    } else if (threshold.unit == "g") {
      measure = &fact.threshold_grams;
      factor = 1;
    } else if (threshold.unit == "L") {
      measure = &fact.threshold_millilitres;
    }
    if (measure == nullptr) continue;
    const std::optional<int64_t> amount = Whole(threshold.quantity * factor);
    if (!amount || (*measure && **measure <= *amount)) continue;
    *measure = amount;
    fact.window = threshold.window;
    if (const auto window = WindowOf(threshold.window, question.day())) {
      fact.window_first_day = window->first;
      fact.window_last_day = window->second;
    }
  }
}

}  // namespace

bool IsConsignmentLine(const Record& record) {
  for (size_t i = 0; i < kFieldCount; ++i) {
    switch (static_cast<Field>(i)) {
      case Field::kId:
      case Field::kDescription:
      case Field::kCasRn:
      case Field::kStructure:
        continue;
      default:
        if (!record.fields[i].empty()) return true;
    }
  }
  return false;
}

uint8_t BasisOf(const Finding& finding) {
  uint8_t basis = 0;
  for (const Evidence& evidence : finding.evidence) {
    const auto* text = std::get_if<TextEvidence>(&evidence);
    const HitBasis kind = text == nullptr                               ? HitBasis::kStructure
                          : text->field == FieldName(Field::kHsCode)    ? HitBasis::kHsCode
                          : text->field == FieldName(Field::kStructure) ? HitBasis::kStructure
                                                                        : HitBasis::kText;
    basis |= static_cast<uint8_t>(kind);
  }
  return basis;
}

std::optional<std::pair<int64_t, int64_t>> WindowOf(std::string_view window, Date day) {
  using std::chrono::year_month_day;
  const year_month_day date(day);
  if (window == "calendar month") {
    const auto month = date.year() / date.month();
    return std::pair(DayNumber(Date(month / 1)), DayNumber(Date(month / std::chrono::last)));
  }
  if (window == "calendar year") {
    return std::pair(DayNumber(Date(date.year() / 1 / 1)), DayNumber(Date(date.year() / 12 / 31)));
  }
  return std::nullopt;
}

struct FactMaker::Impl {
  explicit Impl(std::shared_ptr<const FactSources> shared)
      : sources(std::move(shared)), parties(sources->watchlist.get()) {}

  std::shared_ptr<const FactSources> sources;
  PartyCache parties;
  std::map<std::string, std::string, std::less<>> hs_codes;  // by substance id

  // Goods codes that name the substance, or that its listings give.
  std::string_view HsCodesOf(const Finding& finding) {
    const std::string& id = finding.subject.id;
    const auto known = hs_codes.find(id);
    if (known != hs_codes.end()) return known->second;
    const Database& database = *sources->database;
    std::vector<std::string> codes;
    const auto substance = finding.subject.kind == SubjectKind::kSubstance ? database.FindSubstance(id)
                                                                           : std::optional<size_t>();
    for (const GoodsCode& code : database.goods_codes()) {
      if (substance && code.substance == *substance) codes.push_back(code.code);
    }
    for (const size_t index : database.ListingsOf(finding.subject.kind, id)) {
      const std::string& code = database.listings()[index].goods_code;
      if (!code.empty()) codes.push_back(code);
    }
    std::sort(codes.begin(), codes.end());
    codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
    std::string joined;
    for (const std::string& code : codes) AppendTo(joined, joined.empty() ? "" : ";", code);
    return hs_codes.emplace(id, std::move(joined)).first->second;
  }

  void AddAmounts(const Record& record, LineFact& line) const {
    const policy::Amount net = policy::GramsOf(record.net_kilograms);
    line.mass_state = net.state;
    line.net_grams = net.amount;
    if (net.state == AmountState::kMissing) {
      line.mass_state =
          StateFromIssues(record, {Field::kNetMass, Field::kMassUnit, Field::kQuantity, Field::kUnit});
    }
    line.gross_grams = policy::GramsOf(record.gross_kilograms).amount;
    if (record.quantity) {
      line.quantity = record.quantity->value;
      const policy::Amount volume = policy::MillilitresOf(record.quantity->litres);
      line.volume_state = volume.state;
      line.millilitres = volume.amount;
    }
    if (line.volume_state == AmountState::kMissing) {
      line.volume_state = StateFromIssues(record, {Field::kQuantity, Field::kUnit});
    }
    line.packages = record.packages;
    line.unit_understood = std::none_of(record.issues.begin(), record.issues.end(),
                                        [](const DataIssue& issue) { return issue.rule == "unknown-unit"; });
    const policy::Amount value = policy::CentsOf(record.value);
    line.value_state = value.state;
    line.value_cents = value.amount;
    if (value.state == AmountState::kMissing) line.value_state = StateFromIssues(record, {Field::kValue});
  }

  void AddParties(const Record& record, uint32_t row, BatchFacts& facts, LineFact& line) {
    const auto add = [&](Field field, std::string_view role, std::string_view& name, std::string_view* key) {
      const std::string_view text = record.Text(field);
      if (text.empty()) return;
      name = facts.Keep(text);
      const KnownParty party = parties.Party(text);
      if (key != nullptr) *key = facts.Keep(party.key);
      for (const PartyMatch& match : party.matches) {
        const WatchEntry& entry = sources->watchlist->entries()[match.entry];
        policy::WatchFact watch;
        watch.row = row;
        watch.role = role;
        watch.list = entry.list;
        watch.entry = entry.id;
        watch.name = facts.Keep(match.name);
        watch.score = match.score;
        watch.reason = facts.Keep(match.reason);
        facts.watches.push_back(watch);
      }
    };
    add(Field::kConsignor, "consignor", line.consignor, &line.consignor_key);
    add(Field::kConsignee, "consignee", line.consignee, &line.consignee_key);
    add(Field::kNotifyParty, "notify", line.notify, nullptr);
    // A telephone of its own field goes before one that stands in the address.
    const auto add_place = [&](Field address_field, Field phone_field, std::string_view& key,
                               std::string_view& phone) {
      if (const std::string_view text = record.Text(phone_field); !text.empty()) {
        phone = facts.Keep(parties.Phone(text));
      }
      const std::string_view text = record.Text(address_field);
      if (text.empty()) return;
      const KnownAddress address = parties.Address(text);
      key = facts.Keep(address.key);
      if (phone.empty()) phone = facts.Keep(address.phone);
    };
    add_place(Field::kConsignorAddress, Field::kConsignorPhone, line.consignor_address_key,
              line.consignor_phone_key);
    add_place(Field::kConsigneeAddress, Field::kConsigneePhone, line.consignee_address_key,
              line.consignee_phone_key);
  }

  static void AddDescription(const Record& record, const RecordResult& result,
                             const DescriptionFacts& description, BatchFacts& facts, LineFact& line) {
    line.description = facts.Keep(record.Text(Field::kDescription));
    line.vague = description.vague;
    line.vague_phrase = description.vague_phrase;
    line.names_chemical =
        description.names_chemical ||
        std::any_of(result.findings.begin(), result.findings.end(), [](const Finding& finding) {
          return finding.kind == FindingKind::kControl &&
                 (BasisOf(finding) & static_cast<uint8_t>(HitBasis::kText)) != 0;
        });
  }

  void AddHits(const Record& record, const RecordResult& result, uint32_t row, BatchFacts& facts) {
    std::optional<LawQuestion> question;
    for (const Finding& finding : result.findings) {
      const bool in_force = finding.kind == FindingKind::kControl;
      if (finding.subject.id.empty() || (!in_force && finding.rule != "not-in-force")) continue;
      if (!question) {
        const Date day = sources->as_of ? *sources->as_of : record.date ? *record.date : Today();
        question.emplace(*sources->database, day, record.origin, record.destination, record.transit,
                         sources->jurisdictions);
      }
      const auto hit_index = static_cast<uint32_t>(facts.hits.size());
      HitFact hit;
      hit.row = row;
      hit.subject_kind = SubjectKindName(finding.subject.kind);
      hit.subject = facts.Keep(finding.subject.id);
      hit.name = facts.Keep(finding.subject.name);
      hit.rule = facts.Keep(finding.rule);
      hit.relation = RelationName(finding.relation);
      hit.certainty = finding.certainty;
      hit.severity = static_cast<int>(finding.severity);
      hit.in_force = in_force;
      hit.basis = BasisOf(finding);
      hit.hs_codes = facts.Keep(HsCodesOf(finding));
      facts.hits.push_back(hit);
      for (const Listing* listing : finding.listings) AddListing(*listing, hit_index, true, *question, facts);
      for (const size_t index : sources->database->ListingsOf(finding.subject.kind, finding.subject.id)) {
        const Listing& listing = sources->database->listings()[index];
        if (question->RouteFits(listing) && !listing.InForceOn(question->day())) {
          AddListing(listing, hit_index, false, *question, facts);
        }
      }
    }
  }

  // The database outlives the batch, so its texts need no copy.
  static void AddListing(const Listing& listing, uint32_t hit, bool in_force, const LawQuestion& question,
                         BatchFacts& facts) {
    ListingFact fact;
    fact.hit = hit;
    fact.listing = listing.id;
    fact.jurisdiction = listing.jurisdiction;
    fact.instrument = listing.instrument_title;
    fact.schedule = listing.schedule;
    fact.severity = static_cast<int>(listing.severity);
    fact.in_force = in_force;
    fact.first_day = DayNumber(listing.in_force_from);
    fact.last_day = DayNumber(listing.in_force_to);
    AddThreshold(listing, question, fact);
    facts.listings.push_back(fact);
  }
};

FactMaker::FactMaker(std::shared_ptr<const FactSources> sources)
    : impl_(std::make_unique<Impl>(std::move(sources))) {}
FactMaker::~FactMaker() = default;

bool FactMaker::Add(const Record& record, const RecordResult& result, const DescriptionFacts& description,
                    std::string_view file_key, BatchFacts& facts) {
  if (!IsConsignmentLine(record)) return false;
  const auto row = static_cast<uint32_t>(facts.lines.size());
  LineFact line;
  line.file = facts.Keep(record.place.file);
  line.file_digest = facts.Keep(file_key);
  line.line = static_cast<int64_t>(record.place.line);
  line.record_id = facts.Keep(record.id);
  for (const Field field : {Field::kConsignment, Field::kHouseWaybill}) {
    if (!line.consignment.empty()) break;
    line.consignment = facts.Keep(record.Text(field));
  }
  line.day = DayNumber(record.date);
  line.end_use = facts.Keep(record.Text(Field::kEndUse));
  line.end_use_asked = record.Has(Field::kEndUse);
  line.hs_code = facts.Keep(record.hs_code);
  line.unit =
      facts.Keep(record.quantity ? std::string_view(record.quantity->unit) : record.Text(Field::kUnit));
  line.currency = facts.Keep(UpperCase(record.Text(Field::kCurrency)));
  line.origin = facts.Keep(record.origin);
  line.destination = facts.Keep(record.destination);
  std::string transit;
  for (const std::string& country : record.transit) AppendTo(transit, transit.empty() ? "" : ";", country);
  line.transit = facts.Keep(transit);
  line.mode = facts.Keep(record.mode);
  line.channel = ChannelOf(record.mode);
  impl_->AddAmounts(record, line);
  impl_->AddParties(record, row, facts, line);
  Impl::AddDescription(record, result, description, facts, line);
  impl_->AddHits(record, result, row, facts);
  facts.lines.push_back(line);
  return true;
}

}  // namespace tidewaiter
