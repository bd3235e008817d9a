#include "tools/cli/class_drawing.h"

#include <algorithm>

#include "chemdb/base/concat.h"
#include "chemdb/base/status_macros.h"
#include "chemdb/structure/depict.h"
#include "chemdb/structure/standardise.h"

namespace tidewaiter::cli {
namespace {

struct Colour {
  float red, green, blue;
};
// Light enough for black letters, apart from each other for most eyes.
constexpr Colour kPalette[] = {{1.0f, 0.75f, 0.40f},  {0.60f, 0.80f, 1.0f}, {0.70f, 0.90f, 0.60f},
                               {1.0f, 0.70f, 0.80f},  {0.85f, 0.75f, 1.0f}, {1.0f, 0.95f, 0.50f},
                               {0.60f, 0.90f, 0.90f}, {0.85f, 0.80f, 0.70f}};

Highlight InColour(size_t index, std::vector<int> atoms, std::string label) {
  const Colour& colour = kPalette[index % std::size(kPalette)];
  Highlight out;
  out.atoms = std::move(atoms);
  out.red = colour.red;
  out.green = colour.green;
  out.blue = colour.blue;
  out.label = std::move(label);
  return out;
}

// "[CH3:2]" -> "[CH3]": the map numbers name regions and are no part of the drawing.
std::string WithoutMaps(std::string_view smiles) {
  std::string out;
  bool in_bracket = false;
  bool in_map = false;
  for (const char c : smiles) {
    if (c == '[') in_bracket = true;
    if (c == ']') in_bracket = in_map = false;
    if (in_bracket && c == ':') in_map = true;
    if (!in_map) out += c;
  }
  return out;
}

absl::Status NoRegions(const ClassRule& rule) {
  return absl::FailedPreconditionError(
      Concat(rule.id(), " is a rule of patterns: it has no reference structure to draw"));
}

absl::StatusOr<std::string> Depict(std::string_view smiles, std::vector<Highlight> highlights,
                                   std::string legend) {
  TW_ASSIGN_OR_RETURN(const Molecule molecule, ParseMolecule(smiles, StructureNotation::kSmiles));
  DepictOptions options;
  options.width = kDrawingWidth;
  options.height = kDrawingHeight;
  options.legend = std::move(legend);
  options.highlights = std::move(highlights);
  return DepictSvg(molecule, options);
}

// Each region with its colour and what `reading` says of it; atoms are those of the parent.
std::vector<Highlight> ColourRegions(const RegionRule& rule, const Reading& reading,
                                     const std::vector<int>& atom_of_parent) {
  std::vector<Highlight> out;
  size_t index = 0;
  for (const auto& [number, region] : rule.spec().regions) {
    std::vector<int> atoms;
    std::string label = region;
    if (const auto it = reading.region_atoms.find(region); it != reading.region_atoms.end())
      atoms = it->second;
    for (const Difference& d : reading.differences) {
      if (d.region != region) continue;
      if (d.kind != Difference::Kind::kMissing) atoms.insert(atoms.end(), d.atoms.begin(), d.atoms.end());
      AppendTo(label, label == region ? ": " : ", ", d.what, " (");
      if (d.modifications.empty()) label += "allowed by none";
      for (size_t i = 0; i < d.modifications.size(); ++i)
        AppendTo(label, i == 0 ? "" : " or ", d.modifications[i]);
      label += ')';
    }
    std::vector<int> drawn;
    for (const int atom : atoms) drawn.push_back(atom_of_parent[static_cast<size_t>(atom)]);
    out.push_back(InColour(index++, std::move(drawn), std::move(label)));
  }
  for (const Difference& d : reading.differences) {
    if (!d.region.empty()) continue;
    std::vector<int> drawn;
    for (const int atom : d.atoms) drawn.push_back(atom_of_parent[static_cast<size_t>(atom)]);
    out.push_back(InColour(index++, std::move(drawn), Concat("core: ", d.what, " (allowed by none)")));
  }
  return out;
}

}  // namespace

absl::StatusOr<std::string> DrawScaffold(const ClassRule& rule) {
  if (rule.regions() == nullptr) return NoRegions(rule);
  const auto& region_of = rule.regions()->scaffold_regions();
  std::vector<Highlight> highlights;
  for (const auto& [number, region] : rule.regions()->spec().regions) {
    std::vector<int> atoms;
    for (size_t a = 0; a < region_of.size(); ++a) {
      if (region_of[a] == region) atoms.push_back(static_cast<int>(a));
    }
    highlights.push_back(InColour(highlights.size(), std::move(atoms), region));
  }
  return Depict(WithoutMaps(rule.regions()->spec().scaffold), std::move(highlights), rule.id());
}

absl::StatusOr<std::string> DrawReading(const ClassRule& rule, std::string_view smiles) {
  if (rule.regions() == nullptr) return NoRegions(rule);
  TW_ASSIGN_OR_RETURN(const Molecule molecule, ParseMolecule(smiles, StructureNotation::kSmiles));
  TW_ASSIGN_OR_RETURN(const StandardStructure standard, Standardise(molecule, ComponentTable()));
  // The component that is a member, else the one that comes nearest.
  const StandardComponent* nearest = nullptr;
  RegionVerdict verdict;
  for (const StandardComponent& component : standard.components) {
    RegionVerdict own =
        rule.regions()->Diagnose(MakeGraph(*component.parent), MolecularMass(*component.parent));
    if (own.best.core_atoms.empty() || (nearest != nullptr && !own.member)) continue;
    nearest = &component;
    verdict = std::move(own);
    if (verdict.member) break;
  }
  if (nearest == nullptr) return absl::NotFoundError(Concat("far from ", rule.id(), ": nothing to draw"));
  return Depict(smiles, ColourRegions(*rule.regions(), verdict.best, nearest->atoms),
                Concat(rule.id(), verdict.member ? "" : ": no member"));
}

}  // namespace tidewaiter::cli
