#include "screening/policy/policy_stage.h"

#include <algorithm>
#include <utility>

#include "chemdb/base/concat.h"
#include "chemdb/base/file.h"
#include "chemdb/base/sha256.h"
#include "chemdb/base/status_macros.h"
#include "screening/parties/party_name.h"
#include "screening/policy/stage_clock.h"

namespace tidewaiter {
namespace {

using policy::BatchFacts;
using policy::HitFact;
using policy::LicenceFact;
using policy::LineFact;

// Id of the one substance or listed class that `text` names; empty when there is none or more than one.
std::string SubjectNamed(const Database& database, std::string_view text) {
  if (database.FindSubstance(text)) return std::string(text);
  for (const Listing& listing : database.listings()) {
    if (listing.subject_kind == SubjectKind::kClass && listing.subject == text) return listing.subject;
  }
  const std::vector<size_t> found = database.FindSubstances(text);
  return found.size() == 1 ? database.substances()[found[0]].id : std::string();
}

absl::StatusOr<std::vector<Licence>> ReadLicences(const std::string& path, const Database& database,
                                                  Sha256& digest) {
  TW_ASSIGN_OR_RETURN(const std::string text, ReadFile(path, size_t{64} << 20));
  digest.AddField(text);
  LicenceNames names;
  names.party_key = PartyKey;
  names.subject = [&](std::string_view name) { return SubjectNamed(database, name); };
  names.jurisdiction_known = [&](std::string_view code) {
    return database.jurisdictions().find(code) != database.jurisdictions().end();
  };
  return ParseLicences(text, path, names);
}

LedgerEntry EntryOf(const LineFact& line, const HitFact& hit, std::string_view licence) {
  LedgerEntry entry;
  entry.file_digest = line.file_digest;
  entry.line = line.line;
  entry.record_id = line.record_id;
  entry.consignment = line.consignment;
  entry.day = line.day;
  entry.consignor = line.consignor_key;
  entry.consignee = line.consignee_key;
  entry.address = line.consignee_address_key;
  entry.phone = line.consignee_phone_key;
  entry.substance = hit.subject;
  entry.grams = line.net_grams;
  entry.millilitres = line.millilitres;
  entry.value_cents = line.value_cents;
  entry.currency = line.currency;
  entry.origin = line.origin;
  entry.destination = line.destination;
  entry.relation = hit.relation;
  entry.certainty = hit.certainty;
  entry.licence = licence;
  return entry;
}

policy::Movement MovementOf(const LedgerEntry& entry) {
  policy::Movement movement;
  movement.day = entry.day;
  movement.consignor = entry.consignor;
  movement.consignee = entry.consignee;
  movement.address = entry.address;
  movement.phone = entry.phone;
  movement.substance = entry.substance;
  movement.grams = entry.grams;
  movement.millilitres = entry.millilitres;
  return movement;
}

// The same subject in another relation is the same goods. `hit` is one of the batch's.
bool IsSecondOfSubject(const BatchFacts& facts, const HitFact& hit) {
  for (const HitFact* before = &hit; before != facts.hits.data();) {
    --before;
    if (before->row != hit.row) return false;
    if (before->in_force && before->subject == hit.subject) return true;
  }
  return false;
}

}  // namespace

absl::StatusOr<std::unique_ptr<PolicyStage>> PolicyStage::Create(std::shared_ptr<const Database> database,
                                                                 const PolicyOptions& options,
                                                                 std::optional<Date> as_of,
                                                                 std::vector<std::string> jurisdictions) {
  std::unique_ptr<PolicyStage> stage(new PolicyStage());
  stage->database_ = database;
  stage->has_ledger_file_ = !options.ledger.empty();
  Sha256 digest;
  policy::PolicyRuleSet rules;
  if (options.rules != nullptr) {
    rules = *options.rules;
  } else {
    TW_ASSIGN_OR_RETURN(rules, policy::PolicyRuleSet::Load(options.rules_dir));
  }
  digest.AddField(rules.digest);
  auto sources = std::make_shared<FactSources>();
  sources->database = database;
  sources->as_of = as_of;
  sources->jurisdictions = std::move(jurisdictions);
  std::vector<WatchEntry> entries;
  for (const std::string& path : options.watchlists) {
    TW_ASSIGN_OR_RETURN(Watchlist list, ReadWatchlist(path));
    digest.AddField(list.digest);
    for (const WatchlistIssue& issue : list.issues) {
      stage->watchlist_issues_.push_back(Concat(path, ":", issue.line, ": ", issue.message));
    }
    std::move(list.entries.begin(), list.entries.end(), std::back_inserter(entries));
  }
  if (!options.watchlists.empty()) sources->watchlist = std::make_shared<PartyIndex>(std::move(entries));
  stage->sources_ = std::move(sources);
  std::vector<Licence> licences;
  if (!options.licences.empty()) {
    TW_ASSIGN_OR_RETURN(licences, ReadLicences(options.licences, *database, digest));
  }
  stage->digest_ = digest.Hex();
  TW_ASSIGN_OR_RETURN(stage->ledger_,
                      stage->has_ledger_file_ ? Ledger::Open(options.ledger) : Ledger::Temporary());
  if (!options.licences.empty()) {
    TW_ASSIGN_OR_RETURN(stage->desk_, LicenceDesk::Open(std::move(licences), *stage->ledger_));
  }
  TW_ASSIGN_OR_RETURN(stage->runner_,
                      policy::PolicyRunner::Create(std::move(rules), stage->ledger_->connection().handle(),
                                                   {}, &stage->ledger_->numbers()));
  return stage;
}

absl::Status PolicyStage::BeginFile(std::string_view key, std::string_view name, bool enter) {
  file_key_ = key;
  enter_ = enter;
  // A file that is screened again sees only what stood before each of its lines.
  runner_->LedgerChanged();
  if (!enter) return absl::OkStatus();
  TW_RETURN_IF_ERROR(ledger_->Begin());
  return ledger_->BeginFile(key, name, Today()).status();
}

absl::Status PolicyStage::EndFile(int64_t records) {
  return enter_ ? ledger_->EndFile(file_key_, records) : absl::OkStatus();
}

absl::Status PolicyStage::Apply(PolicyBatch& batch) {
  if (batch.facts.lines.empty()) return absl::OkStatus();
  TW_RETURN_IF_ERROR(ledger_->Begin());
  batch.facts.has_ledger = true;
  batch.facts.has_licences = desk_.has_value();
  batch.facts.has_watchlist = sources_->watchlist != nullptr;
  if (desk_) {
    const StageClock clock(times_.licences);
    TW_RETURN_IF_ERROR(AddLicences(batch));
  }
  {
    const StageClock clock(times_.rules);
    TW_ASSIGN_OR_RETURN(const policy::PolicyOutcome outcome, runner_->Run(batch.facts));
    for (const policy::PolicyHit& hit : outcome.hits) {
      batch.results[batch.result_of_row[hit.row]].findings.push_back(ToFinding(hit));
    }
    // A rule that broke has not checked any of these lines; it is told once, with the first.
    for (const policy::PolicyFailure& failure : outcome.failures) {
      batch.results[batch.result_of_row[0]].findings.push_back(ToFinding(failure));
    }
  }
  const StageClock clock(times_.ledger);
  return enter_ ? Enter(batch) : absl::OkStatus();
}

absl::Status PolicyStage::AddLicences(PolicyBatch& batch) {
  BatchFacts& facts = batch.facts;
  size_t listing = 0;  // they are in order of hit
  for (size_t i = 0; i < facts.hits.size(); ++i) {
    const HitFact& hit = facts.hits[i];
    if (!hit.in_force || IsSecondOfSubject(facts, hit)) continue;
    const LineFact& line = facts.lines[hit.row];
    LicenceQuestion question;
    question.file_digest = line.file_digest;
    question.line = line.line;
    question.subject = hit.subject;
    while (listing < facts.listings.size() && facts.listings[listing].hit < i) ++listing;
    for (size_t at = listing; at < facts.listings.size() && facts.listings[at].hit == i; ++at) {
      if (facts.listings[at].in_force) question.jurisdictions.push_back(facts.listings[at].jurisdiction);
    }
    const Date today = sources_->as_of ? *sources_->as_of : Today();
    question.day = line.day.value_or(today.time_since_epoch().count());
    question.consignor_key = line.consignor_key;
    question.consignee_key = line.consignee_key;
    question.grams = line.net_grams;
    question.millilitres = line.millilitres;
    TW_ASSIGN_OR_RETURN(const std::vector<LicenceAnswer> answers, desk_->Ask(question));
    for (const LicenceAnswer& answer : answers) {
      const Licence& licence = *answer.licence;
      LicenceFact fact;
      fact.row = hit.row;
      fact.kind = licence.kind;
      fact.licence = licence.id;
      fact.holder = licence.holder;
      fact.substance = licence.substance;
      const std::optional<size_t> substance = database_->FindSubstance(licence.substance);
      fact.substance_name =
          substance ? std::string_view(database_->substances()[*substance].name) : fact.substance;
      fact.hit_subject = hit.subject;
      fact.by_volume = licence.volume;
      fact.permitted_grams = licence.permitted;
      fact.used_grams = answer.used_before;
      fact.first_day = licence.first_day;
      fact.last_day = licence.last_day;
      fact.state = answer.state;
      facts.licences.push_back(fact);
    }
  }
  return absl::OkStatus();
}

absl::Status PolicyStage::Enter(const PolicyBatch& batch) {
  const BatchFacts& facts = batch.facts;
  size_t licence = 0;
  for (const HitFact& hit : facts.hits) {
    if (!hit.in_force || IsSecondOfSubject(facts, hit)) continue;
    while (licence < facts.licences.size() && facts.licences[licence].row < hit.row) ++licence;
    std::string_view covering;
    for (size_t i = licence; i < facts.licences.size() && facts.licences[i].row == hit.row; ++i) {
      const LicenceFact& fact = facts.licences[i];
      if (fact.state == policy::LicenceState::kCovered && fact.hit_subject == hit.subject) {
        covering = fact.licence;
        break;
      }
    }
    const LedgerEntry entry = EntryOf(facts.lines[hit.row], hit, covering);
    TW_ASSIGN_OR_RETURN(const LedgerAdded added, ledger_->Add(entry));
    if (added == LedgerAdded::kNew) {
      runner_->Entered(MovementOf(entry));
    } else if (added == LedgerAdded::kKnown) {
      TW_ASSIGN_OR_RETURN(const policy::Movement known,
                          ledger_->Find(entry.file_digest, entry.line, entry.substance));
      runner_->Entered(known);
    }
  }
  return absl::OkStatus();
}

Finding PolicyStage::ToFinding(const policy::PolicyHit& hit) const {
  const policy::PolicyRule& rule = runner_->rules()[hit.rule];
  Finding finding;
  finding.rule = rule.id;
  finding.kind = FindingKind::kRisk;
  finding.severity = rule.severity;
  finding.subject.kind = hit.subject_kind == SubjectKindName(SubjectKind::kClass) ? SubjectKind::kClass
                                                                                  : SubjectKind::kSubstance;
  finding.subject.id = hit.subject;
  finding.subject.name = hit.subject_name;
  finding.message = hit.message;
  finding.next_step = rule.next_step;
  finding.explanation = Concat(rule.title, ". ", rule.rationale);
  if (!rule.citation.empty()) AppendTo(finding.explanation, " (", rule.citation, ")");
  finding.weight = rule.weight;
  for (const Disposition each : {Disposition::kDocumentCheck, Disposition::kHold, Disposition::kSeizeRefer}) {
    if (rule.advice == DispositionName(each)) finding.advice = each;
  }
  finding.covers = rule.covers;
  finding.lifted_by_licence = rule.lifted_by_licence;
  return finding;
}

Finding PolicyStage::ToFinding(const policy::PolicyFailure& failure) const {
  Finding finding;
  finding.rule = "policy-rule-failed";
  finding.kind = FindingKind::kData;
  finding.severity = Severity::kMedium;
  finding.message = failure.message;
  return finding;
}

absl::Status PolicyStage::Commit() {
  // Nobody reads the ledger of this run after a crash.
  if (!has_ledger_file_) return absl::OkStatus();
  const StageClock clock(times_.ledger);
  return ledger_->Commit();
}

absl::Status PolicyStage::Finish() {
  TW_RETURN_IF_ERROR(Commit());
  const StageClock clock(times_.ledger);
  return has_ledger_file_ ? ledger_->Flush() : absl::OkStatus();
}

}  // namespace tidewaiter
