#include "rules/structure/class_rule.h"

#include <algorithm>
#include <set>

#include "chemdb/base/concat.h"
#include "chemdb/base/status_macros.h"
#include "chemdb/structure/standardise.h"
#include "rules/structure/class_rule_impl.h"

namespace tidewaiter {
namespace {

// What differs from the scaffold in more places than this, without a paragraph that allows it, is far from
// it.
constexpr size_t kMostMisses = 2;

}  // namespace

struct ClassRule::Impl : ClassRuleParts {
  explicit Impl(ClassRuleParts parts) : ClassRuleParts(std::move(parts)) {}

  bool IsExcepted(const Molecule& parent) const {
    return !excepted_keys.empty() &&
           std::find(excepted_keys.begin(), excepted_keys.end(), FlatKey(parent)) != excepted_keys.end();
  }

  bool MatchRegions(const Molecule& parent, const MolGraph& graph, ClassMatch& out) const {
    RegionVerdict verdict = regions->Match(graph, MolecularMass(parent));
    if (!verdict.member || IsExcepted(parent)) return false;
    out.meaning = Concat(title, ": ", InWords(verdict.best));
    std::set<std::string> ids;
    for (const Difference& difference : verdict.best.differences) ids.insert(difference.modifications[0]);
    for (const Modification& modification : regions->spec().modifications) {
      if (ids.count(modification.id) == 0) continue;
      AppendTo(out.citation, out.citation.empty() ? "" : "; ", modification.citation);
    }
    for (size_t i = 1; i < verdict.readings.size(); ++i) {
      AppendTo(out.citation,
               i == 1 ? "; it may also be read as: " : "; or as: ", InWords(verdict.readings[i]));
    }
    out.atoms = verdict.best.core_atoms;
    for (const auto& [region, atoms] : verdict.best.region_atoms) {
      for (const int atom : atoms) {
        if (std::find(out.atoms.begin(), out.atoms.end(), atom) == out.atoms.end()) out.atoms.push_back(atom);
      }
    }
    out.readings = std::move(verdict.readings);
    return true;
  }

  bool MatchPatterns(const Molecule& parent, ClassMatch& out) const {
    for (size_t i = 0; i < patterns.size(); ++i) {
      const CompiledPattern& pattern = (*compiled)[i];
      std::vector<int> atoms = pattern.query.Match(parent);
      if (atoms.empty()) continue;
      const bool barred = std::any_of(pattern.unless.begin(), pattern.unless.end(),
                                      [&](const SubstructureQuery& query) { return query.Matches(parent); });
      if (barred) continue;
      if (IsExcepted(parent)) return false;
      out.meaning = patterns[i].meaning;
      out.citation = patterns[i].citation;
      out.needed_scope = patterns[i].needs;
      out.atoms = std::move(atoms);
      return true;
    }
    return false;
  }
};

ClassRule::ClassRule(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ClassRule::ClassRule(ClassRule&&) noexcept = default;
ClassRule& ClassRule::operator=(ClassRule&&) noexcept = default;
ClassRule::~ClassRule() = default;

const std::string& ClassRule::id() const { return impl_->id; }
const std::string& ClassRule::title() const { return impl_->title; }
const std::string& ClassRule::wording() const { return impl_->wording; }
const std::string& ClassRule::notes() const { return impl_->notes; }
const std::vector<std::string>& ClassRule::sources() const { return impl_->sources; }
const std::vector<ClassExample>& ClassRule::members() const { return impl_->members; }
const std::vector<ClassExample>& ClassRule::others() const { return impl_->others; }
const std::vector<ClassException>& ClassRule::exceptions() const { return impl_->exceptions; }
const std::vector<ClassPattern>& ClassRule::patterns() const { return impl_->patterns; }
const RegionRule* ClassRule::regions() const { return impl_->regions ? &*impl_->regions : nullptr; }
const std::vector<std::string>& ClassRule::not_when_listed_in() const { return impl_->not_when_listed_in; }

absl::StatusOr<ClassRule> ClassRule::Parse(std::string_view text, std::string_view file,
                                           const GroupTable& groups) {
  TW_ASSIGN_OR_RETURN(const YamlNode root, ParseYaml(text, file));
  TW_ASSIGN_OR_RETURN(ClassRuleParts parts, ReadClassRule(root, groups));
  return ClassRule(std::make_unique<Impl>(std::move(parts)));
}

absl::StatusOr<ClassRule> ClassRule::WithModifications(std::vector<Modification> modifications) const {
  if (!impl_->regions) return absl::FailedPreconditionError("a rule of patterns has no modifications");
  RegionRule::Spec spec = impl_->regions->spec();
  spec.modifications = std::move(modifications);
  spec.may_overlap = true;
  TW_ASSIGN_OR_RETURN(RegionRule regions, RegionRule::Compile(std::move(spec)));
  ClassRuleParts parts = *impl_;
  parts.regions = std::move(regions);
  return ClassRule(std::make_unique<Impl>(std::move(parts)));
}

bool ClassRule::Match(const Molecule& parent, const MolGraph& graph, ClassMatch& out) const {
  return impl_->regions ? impl_->MatchRegions(parent, graph, out) : impl_->MatchPatterns(parent, out);
}

std::vector<RelaxedQuery> ClassRule::Relaxed() const {
  if (impl_->regions) return impl_->regions->Relaxed();
  std::vector<RelaxedQuery> out;
  for (const CompiledPattern& pattern : *impl_->compiled) {
    const auto& relaxed = pattern.query.relaxed();
    out.insert(out.end(), relaxed.begin(), relaxed.end());
  }
  return out;
}

std::string ClassRule::NearestMiss(const Molecule& parent, const MolGraph& graph) const {
  if (impl_->IsExcepted(parent)) return "excepted by the rule";
  if (!impl_->regions) return "";
  const RegionVerdict verdict = impl_->regions->Diagnose(graph, MolecularMass(parent));
  // A verdict without any reading is of a molecule that has nothing of the scaffold.
  const bool far = verdict.best.core_atoms.empty() || verdict.best.unexplained > kMostMisses;
  return verdict.member || far ? "" : verdict.reason;
}

absl::StatusOr<std::shared_ptr<const Molecule>> ExampleParent(std::string_view smiles) {
  TW_ASSIGN_OR_RETURN(const Molecule molecule, ParseMolecule(smiles, StructureNotation::kSmiles));
  TW_ASSIGN_OR_RETURN(const StandardStructure standard, Standardise(molecule, ComponentTable()));
  const auto largest =
      std::max_element(standard.components.begin(), standard.components.end(),
                       [](const auto& a, const auto& b) { return a.heavy_atoms < b.heavy_atoms; });
  return largest->parent;
}

std::vector<std::string> TestExamples(const ClassRule& rule) {
  std::vector<std::string> complaints;
  const auto check = [&](const ClassExample& example, bool expected) {
    const auto parent = ExampleParent(example.smiles);
    if (!parent.ok()) {
      complaints.push_back(Concat(example.where, ": ", example.name, ": ", AsStd(parent.status().message())));
      return;
    }
    ClassMatch match;
    const MolGraph graph = MakeGraph(**parent);
    const bool member = rule.Match(**parent, graph, match);
    if (member != expected) {
      complaints.push_back(
          Concat(example.where, ": ", rule.id(), ": ", example.name,
                 expected ? " should be a member and is not: " : " should be no member and is: ",
                 expected ? rule.NearestMiss(**parent, graph) : match.meaning));
      return;
    }
    if (example.by.empty()) return;
    // One of the minimal readings shows these paragraphs and no others.
    const std::set<std::string> wanted(example.by.begin(), example.by.end());
    const bool read = std::any_of(match.readings.begin(), match.readings.end(), [&](const Reading& reading) {
      std::set<std::string> shown;
      for (const Difference& difference : reading.differences) {
        // Of several that allow it, the one that the example names.
        std::string id = difference.modifications[0];
        for (const std::string& other : difference.modifications) {
          if (wanted.count(other) > 0) id = other;
        }
        shown.insert(id);
      }
      return shown == wanted;
    });
    if (!read) {
      complaints.push_back(Concat(example.where, ": ", rule.id(), ": ", example.name,
                                  " should be read otherwise than: ", match.meaning));
    }
  };
  for (const ClassExample& example : rule.members()) check(example, true);
  for (const ClassExample& example : rule.others()) check(example, false);
  return complaints;
}

}  // namespace tidewaiter
