// Pieces of substituent names that chains and rings share.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "chemdb/structure/mol_graph.h"

namespace tidewaiter {

// (locant, name) of what a parent carries, in any order.
using Carried = std::vector<std::pair<int, std::string>>;

// "4-ethyl-5-oxo", "2,6-dimethyl", "2-(thiophen-2-yl)"; without locants when `locants` is false
// ("trifluoro").
std::string CarriedPrefix(Carried carried, bool locants);

// `prefix` before `stem`, with a hyphen where a digit follows.
std::string Joined(const std::string& prefix, const std::string& stem);

// "meth", "eth", ... for 1 to 12 carbons; empty beyond.
std::string_view AlkaneStem(size_t carbons);

// A monocycle in words: what it carries, and its name as a substituent and before "carbonyl".
struct RingName {
  std::string prefix;
  std::string substituent;  // "phenyl", "thiophen-2-yl"
  std::string acid;         // "benz", "thiophene-2-", "cyclopropane": + "oyl" for benz, + "carbonyl"
};

// `ring`: its atoms in ring order, from the one that is bonded to the parent. `carried`: (index in `ring`,
// name) of what it carries. nullopt for a ring that the table does not know.
std::optional<RingName> NameRing(const MolGraph& graph, const std::vector<int>& ring, const Carried& carried);

}  // namespace tidewaiter
