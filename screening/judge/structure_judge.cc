#include "screening/judge/structure_judge.h"

#include <algorithm>
#include <numeric>

#include "chemdb/base/concat.h"
#include "chemdb/base/status_macros.h"
#include "chemdb/store/described.h"

namespace tidewaiter {
namespace {

absl::Status InContext(const absl::Status& status, std::string_view what) {
  return absl::Status(status.code(), Concat(what, ": ", AsStd(status.message())));
}

bool AnyListingCoversEsters(const Database& database, const Substance& substance) {
  const auto& listings = database.ListingsOf(SubjectKind::kSubstance, substance.id);
  return std::any_of(listings.begin(), listings.end(),
                     [&](size_t index) { return (database.listings()[index].scope & kScopeEsters) != 0; });
}

bool AnyListingSpeaksOfAnalogues(const Database& database, const OpenWords& words,
                                 const Substance& substance) {
  const auto& listings = database.ListingsOf(SubjectKind::kSubstance, substance.id);
  return std::any_of(listings.begin(), listings.end(),
                     [&](size_t index) { return words.SpeakOfAnalogues(database.listings()[index]); });
}

}  // namespace

absl::StatusOr<std::unique_ptr<const StructureJudge>> StructureJudge::Create(const Database& database,
                                                                             const ClassRuleSet& rules) {
  std::unique_ptr<StructureJudge> judge(new StructureJudge);
  judge->rules_ = &rules;
  judge->all_rules_.resize(rules.rules().size());
  std::iota(judge->all_rules_.begin(), judge->all_rules_.end(), size_t{0});
  for (const ComponentRow& row : database.components()) {
    if (absl::Status status = judge->components_.Add(row.name, row.kind, row.smiles); !status.ok()) {
      return InContext(status, row.name);
    }
  }
  const auto& substances = database.substances();
  judge->classes_of_.resize(substances.size());
  for (uint32_t i = 0; i < substances.size(); ++i) {
    const Substance& substance = substances[i];
    if (substance.smiles.empty()) continue;
    const bool esters = AnyListingCoversEsters(database, substance);
    auto described = database.described().Describe(substance.smiles, substance.racemic);
    if (!described.ok()) return InContext(described.status(), substance.id);
    if (absl::Status status =
            judge->index_.Add(i, substance.smiles, *std::move(described), substance.racemic, esters);
        !status.ok()) {
      return InContext(status, substance.id);
    }
    for (const SubstanceForm& form : substance.forms) {
      if (form.kind != "hydrate" || form.smiles.empty()) continue;
      auto hydrate = database.described().Describe(form.smiles, false);
      if (!hydrate.ok()) return InContext(hydrate.status(), form.name);
      if (absl::Status status = judge->index_.AddHydrateDrawing(i, *std::move(hydrate)); !status.ok()) {
        return InContext(status, form.name);
      }
    }
  }
  TW_ASSIGN_OR_RETURN(judge->masks_, MaskTables::Load([&](std::string_view id) -> std::optional<uint32_t> {
                        const auto found = database.FindSubstance(id);
                        if (!found || substances[*found].smiles.empty()) return std::nullopt;
                        return static_cast<uint32_t>(*found);
                      }));
  TW_ASSIGN_OR_RETURN(judge->open_words_, OpenWords::Load());
  for (uint32_t i = 0; i < substances.size(); ++i) {
    if (substances[i].smiles.empty() ||
        !AnyListingSpeaksOfAnalogues(database, judge->open_words_, substances[i])) {
      continue;
    }
    if (absl::Status status = judge->analogues_.Add(i, substances[i].smiles); !status.ok()) {
      return InContext(status, substances[i].id);
    }
  }
  judge->analogues_.Finish();
  judge->acids_of_.resize(substances.size());
  JudgeOptions options;
  options.time_limit = std::chrono::hours(1);
  for (uint32_t i = 0; i < substances.size(); ++i) {
    if (substances[i].smiles.empty()) continue;
    TW_ASSIGN_OR_RETURN(const StructureVerdict verdict,
                        judge->Judge(substances[i].smiles, StructureNotation::kSmiles, options));
    judge->classes_of_[i] = verdict.classes;
    for (const IdentityHit& hit : verdict.identities) {
      if (hit.is_ester) judge->acids_of_[i].push_back(hit.substance);
    }
  }
  TW_RETURN_IF_ERROR(judge->index_.FillSieve(judge->components_, judge->sieve_));
  judge->masks_.index().FillSieve(judge->sieve_);
  for (size_t i = 0; i < rules.rules().size(); ++i) {
    const ClassRule& rule = rules.rules()[i];
    for (RelaxedQuery& query : rule.Relaxed()) judge->sieve_.AddQuery(rule.id(), std::move(query), i);
  }
  judge->sieve_.Finish();
  return judge;
}

absl::StatusOr<StructureVerdict> StructureJudge::Screen(std::string_view text, StructureNotation notation,
                                                        Sieve::Scratch& scratch,
                                                        const JudgeOptions& options) const {
  switch (sieve_.Ask(text, notation, scratch)) {
    case SieveAnswer::kDrop:
      // What the sieve drops it has understood in full, so that the skeleton is there to be compared.
      if (!options.analogues || !analogues_.MayHave(scratch.skeleton)) return StructureVerdict{};
      break;
    case SieveAnswer::kKeep:
      break;
    case SieveAnswer::kAsk:
      return Judge(text, notation, options);
  }
  return Judge(text, notation, options, {scratch.rules, scratch.may_be_listed});
}

absl::StatusOr<StructureVerdict> StructureJudge::Judge(std::string_view text, StructureNotation notation,
                                                       const JudgeOptions& options) const {
  return Judge(text, notation, options, {all_rules_});
}

absl::StatusOr<StructureVerdict> StructureJudge::Judge(std::string_view text, StructureNotation notation,
                                                       const JudgeOptions& options,
                                                       const Candidates& candidates) const {
  const TimeBudget budget(options.time_limit);
  TW_ASSIGN_OR_RETURN(const Molecule molecule, ParseMolecule(text, notation));
  TW_RETURN_IF_ERROR(budget.Check());
  // Only what is looked up needs all keys.
  const bool all_keys = candidates.listed || options.analogues;
  TW_ASSIGN_OR_RETURN(const StandardStructure standard,
                      Standardise(molecule, components_,
                                  all_keys ? ComponentKeys::kOfAll : ComponentKeys::kAsFarAsRolesNeed));
  TW_RETURN_IF_ERROR(budget.Check());
  return Judge(standard, options.analogues, candidates, budget);
}

absl::StatusOr<StandardStructure> StructureJudge::Read(std::string_view text,
                                                       StructureNotation notation) const {
  TW_ASSIGN_OR_RETURN(const Molecule molecule, ParseMolecule(text, notation));
  return Standardise(molecule, components_);
}

absl::StatusOr<StructureVerdict> StructureJudge::Judge(const StandardStructure& standard) const {
  return Judge(standard, /*analogues=*/false, {all_rules_}, TimeBudget());
}

absl::StatusOr<StructureVerdict> StructureJudge::Judge(const StandardStructure& standard, bool analogues,
                                                       const Candidates& candidates,
                                                       const TimeBudget& budget) const {
  StructureVerdict verdict;
  if (candidates.listed) TW_RETURN_IF_ERROR(FindListed(standard, budget, verdict));
  if (!candidates.rules.empty()) {
    TW_RETURN_IF_ERROR(FindClasses(standard, candidates.rules, budget, verdict));
  }
  if (analogues) {
    TW_RETURN_IF_ERROR(budget.Check());
    TW_ASSIGN_OR_RETURN(verdict.analogues, analogues_.Nearest(standard));
  }
  TW_RETURN_IF_ERROR(budget.Check());
  return verdict;
}

absl::Status StructureJudge::FindListed(const StandardStructure& standard, const TimeBudget& budget,
                                        StructureVerdict& verdict) const {
  TW_ASSIGN_OR_RETURN(verdict.identities, index_.Identify(standard));
  TW_RETURN_IF_ERROR(budget.Check());
  TW_ASSIGN_OR_RETURN(std::vector<MaskHit> masked, masks_.index().Recognise(standard, index_, budget));
  for (MaskHit& found : masked) {
    MaskedHit hit;
    hit.masks = DescribeMasks(found, masks_.index());
    for (const FoundMask& mask : found.masks) {
      hit.atoms.insert(hit.atoms.end(), mask.atoms.begin(), mask.atoms.end());
    }
    hit.needed_scope = masks_.NeededScope(found);
    hit.identity = std::move(found.identity);
    verdict.masked.push_back(std::move(hit));
  }
  return absl::OkStatus();
}

absl::Status StructureJudge::FindClasses(const StandardStructure& standard, const std::vector<size_t>& rules,
                                         const TimeBudget& budget, StructureVerdict& verdict) const {
  const bool has_companions =
      std::any_of(standard.components.begin(), standard.components.end(), [](const StandardComponent& c) {
        return c.role != ComponentRole::kMain && c.role != ComponentRole::kSolvent;
      });
  for (const StandardComponent& component : standard.components) {
    if (component.role != ComponentRole::kMain) continue;
    TW_ASSIGN_OR_RETURN(std::vector<ClassMatch> matches, rules_->Match(*component.parent, rules, budget));
    for (ClassMatch& match : matches) {
      const bool seen = std::any_of(verdict.classes.begin(), verdict.classes.end(),
                                    [&](const ClassHit& hit) { return hit.rule == match.rule; });
      if (seen) continue;
      ClassHit hit;
      hit.rule = match.rule;
      hit.meaning = std::move(match.meaning);
      hit.citation = std::move(match.citation);
      hit.needed_scope = match.needed_scope;
      hit.is_salt = has_companions || component.charged_as_drawn;
      hit.is_isotopologue = component.has_isotopes;
      for (const int atom : match.atoms) hit.atoms.push_back(component.atoms[static_cast<size_t>(atom)]);
      verdict.classes.push_back(std::move(hit));
    }
  }
  return absl::OkStatus();
}

}  // namespace tidewaiter
