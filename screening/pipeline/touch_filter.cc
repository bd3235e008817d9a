#include "screening/pipeline/touch_filter.h"

#include <algorithm>

#include "chemdb/base/concat.h"
#include "chemdb/base/limits.h"
#include "chemdb/base/status_macros.h"
#include "chemdb/store/diff.h"
#include "chemdb/structure/inchi_reader.h"
#include "rules/analogues/open_words.h"
#include "rules/structure/class_rule.h"
#include "screening/identify/inchi_layers.h"
#include "screening/identify/smiles_spans.h"
#include "screening/judge/structure_judge.h"

namespace tidewaiter {
namespace {

using Ids = std::set<std::string>;

// The content of `after` cut down to some substances and the listings of the touched subjects, as they stand
// before or after: one that reaches esters makes the judge look for esters.
DatabaseContent CutDown(const Database& before, const Database& after, const Ids& substances,
                        const Ids& touched) {
  const DatabaseContent& all = after.content();
  DatabaseContent out;
  out.components = all.components;
  for (const Substance& substance : all.substances) {
    if (substances.count(substance.id) > 0) out.substances.push_back(substance);
  }
  for (const Database* database : {&before, &after}) {
    for (const Listing& listing : database->listings()) {
      const bool wanted =
          listing.subject_kind == SubjectKind::kSubstance && touched.count(listing.subject) > 0;
      if (wanted) out.listings.push_back(listing);
    }
  }
  return out;
}

// How the listings of a substance make structures be compared: whether its esters are looked for, and
// whether likeness to it is told.
std::pair<bool, bool> WaysOfComparing(const Database& database, const OpenWords& words,
                                      const std::string& substance) {
  std::pair<bool, bool> out{false, false};
  for (const size_t index : database.ListingsOf(SubjectKind::kSubstance, substance)) {
    const Listing& listing = database.listings()[index];
    out.first = out.first || (listing.scope & kScopeEsters) != 0;
    out.second = out.second || words.SpeakOfAnalogues(listing);
  }
  return out;
}

}  // namespace

struct TouchFilter::Impl {
  Ids substances, classes;
  bool everything = false;
  bool texts_differ = false;
  bool structures_differ = false;
  // What evidence may point at: the touched subjects, and substances that are members of touched classes or
  // esters of touched acids, or are drawn with the skeleton of a touched substance. By index in either
  // database.
  std::vector<bool> concerns_substance;
  ClassRuleSet rules;  // the touched ones
  std::unique_ptr<const StructureJudge> judge;
};

struct TouchFilter::Scratch::Impl {
  Sieve::Scratch sieve;
};

TouchFilter::Scratch::Scratch() : impl_(std::make_unique<Impl>()) {}
TouchFilter::Scratch::~Scratch() = default;
TouchFilter::TouchFilter(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
TouchFilter::~TouchFilter() = default;

absl::StatusOr<std::unique_ptr<const TouchFilter>> TouchFilter::Create(
    const EngineOptions& options, const Database& before, const Database& after,
    const std::set<std::string>& new_classes) {
  auto impl = std::make_unique<Impl>();
  ContentDifference difference = DifferenceBetween(before.content(), after.content());
  impl->everything = difference.other;
  impl->substances = std::move(difference.substances);
  impl->classes = std::move(difference.classes);
  impl->classes.insert(new_classes.begin(), new_classes.end());
  impl->texts_differ = difference.rows_of_substances;
  TW_ASSIGN_OR_RETURN(const OpenWords words, OpenWords::Load());
  impl->structures_differ =
      difference.rows_of_substances || !new_classes.empty() ||
      std::any_of(impl->substances.begin(), impl->substances.end(), [&](const std::string& id) {
        return WaysOfComparing(before, words, id) != WaysOfComparing(after, words, id);
      });

  TW_ASSIGN_OR_RETURN(impl->rules,
                      ClassRuleSet::Load(options.rules_dir, options.added_rules, &impl->classes));
  for (const Listing& listing : after.listings()) {
    if (listing.subject_kind != SubjectKind::kClass || impl->classes.count(listing.subject) == 0) continue;
    if (impl->rules.Find(listing.subject) == nullptr) {
      return absl::InvalidArgumentError(
          Concat(listing.source, ": no class rule has the id \"", listing.subject, "\""));
    }
  }
  // The sieve of the touched subjects alone also says which listed substances have to do with them.
  const auto judge_of = [&](const Ids& substances) {
    const auto known =
        Database::FromContent(CutDown(before, after, substances, impl->substances), after.shared_described());
    return StructureJudge::Create(*known, impl->rules);
  };
  TW_ASSIGN_OR_RETURN(impl->judge, judge_of(impl->substances));
  Ids concerned = impl->substances;
  Sieve::Scratch scratch;
  for (const Substance& substance : after.substances()) {
    const bool kept =
        !substance.smiles.empty() &&
        impl->judge->sieve().Ask(substance.smiles, StructureNotation::kSmiles, scratch) != SieveAnswer::kDrop;
    if (kept) concerned.insert(substance.id);
    impl->concerns_substance.push_back(concerned.count(substance.id) > 0);
  }
  if (concerned != impl->substances) {
    TW_ASSIGN_OR_RETURN(impl->judge, judge_of(concerned));
  }
  return std::unique_ptr<const TouchFilter>(new TouchFilter(std::move(impl)));
}

const std::set<std::string>& TouchFilter::substances() const { return impl_->substances; }
const std::set<std::string>& TouchFilter::classes() const { return impl_->classes; }
const ComponentTable& TouchFilter::components() const { return impl_->judge->components(); }
bool TouchFilter::nothing() const {
  return !impl_->everything && impl_->substances.empty() && impl_->classes.empty();
}
bool TouchFilter::everything() const { return impl_->everything; }
bool TouchFilter::texts_differ() const { return impl_->texts_differ; }
bool TouchFilter::structures_differ() const { return impl_->structures_differ; }

bool TouchFilter::Concerns(const PointedAt& pointed_at, const ClassRuleSet& rules) const {
  return std::any_of(pointed_at.substances.begin(), pointed_at.substances.end(),
                     [&](uint32_t index) { return impl_->concerns_substance[index]; }) ||
         std::any_of(pointed_at.classes.begin(), pointed_at.classes.end(),
                     [&](uint32_t index) { return impl_->classes.count(rules.rules()[index].id()) > 0; });
}

bool TouchFilter::MayTouch(std::string_view structure, StructureNotation notation, Scratch& scratch) const {
  if (notation == StructureNotation::kSmiles && structure.substr(0, kInchiPrefix.size()) == kInchiPrefix) {
    const absl::StatusOr<std::string> smiles = SmilesOfInchi(structure);
    return smiles.ok() && MayTouch(*smiles, notation, scratch);
  }
  const StructureJudge& judge = *impl_->judge;
  // What RDKit does not read is the same finding by both laws.
  if (judge.sieve().HoldsNothing(structure, notation, scratch.impl_->sieve)) return false;
  const SieveAnswer answer = judge.sieve().Ask(structure, notation, scratch.impl_->sieve);
  if (answer == SieveAnswer::kDrop) return false;
  const auto standard = judge.Read(structure, notation);
  // Every judge reads alike, so that this one fails for all of them, with the same words.
  if (!standard.ok()) return false;
  const auto verdict = judge.Judge(*standard);
  return !verdict.ok() || !verdict->identities.empty() || !verdict->classes.empty() ||
         !verdict->masked.empty();
}

bool TouchFilter::MayHold(std::string_view smiles, Scratch& scratch) const {
  return !impl_->judge->sieve().HoldsNothing(smiles, StructureNotation::kSmiles, scratch.impl_->sieve);
}

bool TouchFilter::MayTouchStructuresIn(std::string_view text, Scratch& scratch) const {
  text = text.substr(0, limits::kDescriptionBytes);
  const auto may_touch = [&](const auto& span) {
    return MayTouch(text.substr(span.start, span.end - span.start), StructureNotation::kSmiles, scratch);
  };
  const std::vector<SmilesSpan> smiles = FindSmiles(text);
  const std::vector<InchiSpan> inchis = FindInchis(text);
  return std::any_of(smiles.begin(), smiles.end(), may_touch) ||
         std::any_of(inchis.begin(), inchis.end(), may_touch);
}

}  // namespace tidewaiter
