// What each built-in named group is and is not, drawn on a harmless carrier: a methyl group or benzene.
#pragma once

#include <string_view>
#include <vector>

#include "rules/structure/groups.h"

namespace tidewaiter::testing {

// Atoms with a map number are the core, all others the fragment.
struct Drawing {
  MolGraph graph;
  Fragment fragment;
};
Drawing Draw(std::string_view smiles);

struct GroupCase {
  const char* group;
  std::vector<const char*> members;
  std::vector<const char*> others;
};
const std::vector<GroupCase>& GroupCases();

}  // namespace tidewaiter::testing
