#include <algorithm>

#include "chemdb/base/status_macros.h"
#include "rules/structure/graph_search.h"
#include "rules/structure/region_parts.h"

namespace tidewaiter {
namespace {

struct Checker {
  const RegionRule::Spec& spec;
  const MolGraph& graph;
  const std::vector<std::string>& region_of;
  double mass = 0;

  // A group that stands in a list that asks it never, or a change that another paragraph has made already.
  absl::Status CheckReach(const Modification& modification, const Change& change, size_t before) const {
    for (size_t i = 0; i < change.groups.size(); ++i) {
      for (size_t j = 0; j < change.groups.size(); ++j) {
        if (i == j || !change.groups[j].Covers(change.groups[i])) continue;
        if (j > i && change.groups[i].Covers(change.groups[j])) continue;  // said once, of the later one
        return ErrorAt(modification.where,
                       Concat("modification ", modification.id, ": ", change.groups[i].Text(),
                              " is never asked, ", change.groups[j].Text(), " covers it"));
      }
    }
    const auto covered = [&](const std::string& region, const Group& group) {
      for (size_t m = 0; m < before; ++m) {
        const Modification& earlier = spec.modifications[m];
        if (earlier.at_most > 0) continue;
        for (const Change& other : earlier.changes) {
          if (other.kind != change.kind || !Has(other.regions, region)) continue;
          for (const Group& wide : other.groups) {
            if (wide.Covers(group)) return true;
          }
        }
      }
      return false;
    };
    for (const std::string& region : change.regions) {
      for (const Group& group : change.groups) {
        if (!covered(region, group)) return absl::OkStatus();
      }
    }
    return ErrorAt(modification.where, Concat("modification ", modification.id,
                                              " is unreachable: earlier ones allow all that it allows"));
  }

  absl::Status CheckChange(const Modification& modification, const Change& change) const {
    const auto error = [&](const auto&... parts) {
      return ErrorAt(modification.where, Concat("modification ", modification.id, ": ", parts...));
    };
    if (change.groups.empty()) return error("names no group");
    if (change.regions.empty()) return error("names no region");
    const bool replace = change.kind == Change::Kind::kReplace;
    for (const std::string& name : change.regions) {
      const std::vector<int> atoms = AtomsOf(region_of, name);
      if (atoms.empty()) return error("no region named ", name);
      if (std::count(change.regions.begin(), change.regions.end(), name) > 1)
        return error("region ", name, " twice");
      const auto bonds = BondsOut(graph, atoms);
      if (replace && bonds.empty()) return error("region ", name, " is the whole scaffold");
      if (replace && bonds.size() > 2) {
        return error("region ", name,
                     " has more than one bond to the rest (two for a link), so it cannot be replaced");
      }
      if (replace && ConnectedOrder(graph, atoms, atoms[0]).size() != atoms.size()) {
        return error("region ", name, " is not one connected part, so it cannot be replaced");
      }
      for (const Group& group : change.groups) {
        const GroupShape shape = group.definition->shape;
        const bool any = group.name == "any";
        if (!replace && (shape == GroupShape::kLink || shape == GroupShape::kNothing)) {
          return error(group.Text(), " can replace a region, not substitute it");
        }
        if (!replace) continue;
        if (bonds.size() == 2 && shape != GroupShape::kLink) {
          return error("region ", name, " has two bonds to the rest: only a link can replace it, not ",
                       group.Text());
        }
        if (bonds.size() == 1 && (shape == GroupShape::kLink || (shape == GroupShape::kBridge && !any))) {
          return error("region ", name, " hangs by one bond: ", group.Text(), " cannot replace it");
        }
      }
      const bool takes_some = std::any_of(atoms.begin(), atoms.end(), [&](int a) {
        return graph.atoms[static_cast<size_t>(a)].hydrogens > 0;
      });
      if (!replace && !takes_some) {
        return error("unreachable: region ", name, " has no hydrogen that could be substituted");
      }
    }
    return absl::OkStatus();
  }

  absl::Status CheckModifications() const {
    std::vector<std::string> ids;
    bool replaces = false;
    int most = 0;
    bool bounded = true;
    for (size_t m = 0; m < spec.modifications.size(); ++m) {
      const Modification& modification = spec.modifications[m];
      if (Has(ids, modification.id))
        return ErrorAt(modification.where, Concat("two modifications with id ", modification.id));
      ids.push_back(modification.id);
      if (modification.changes.empty())
        return ErrorAt(modification.where, Concat("modification ", modification.id, " changes nothing"));
      for (const Change& change : modification.changes) {
        TW_RETURN_IF_ERROR(CheckChange(modification, change));
        if (!spec.may_overlap) TW_RETURN_IF_ERROR(CheckReach(modification, change, m));
        replaces = replaces || change.kind == Change::Kind::kReplace;
      }
      bounded = bounded && modification.at_most > 0;
      most += modification.at_most;
    }
    for (const std::string& id : spec.required) {
      if (!Has(ids, id))
        return ErrorAt(spec.scaffold_where, Concat("required modification ", id, " does not exist"));
    }
    if (bounded && spec.at_least > most) {
      return ErrorAt(spec.scaffold_where, Concat("contradiction: at_least ", spec.at_least,
                                                 ", but the modifications allow ", most, " at most"));
    }
    if (spec.max_mass && !replaces && mass > *spec.max_mass) {
      return ErrorAt(spec.scaffold_where,
                     "contradiction: max_mass is below the scaffold's own mass, and nothing is replaced");
    }
    return absl::OkStatus();
  }
};

}  // namespace

absl::Status CheckModifications(const RegionRule::Spec& spec, const ReadScaffold& scaffold) {
  return Checker{spec, scaffold.graph, scaffold.region_of, scaffold.mass}.CheckModifications();
}

}  // namespace tidewaiter
