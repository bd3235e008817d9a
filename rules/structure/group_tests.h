// What each named group of groups.h is, one function a definition. Numbers are those of docs/class-rules.md.
#pragma once

#include <string_view>
#include <vector>

#include "chemdb/structure/atom_mask.h"
#include "rules/structure/fragment.h"

namespace tidewaiter {

using GroupTest = bool (*)(const Substituent&);

struct NamedGroupTest {
  std::string_view name;
  GroupTest test;
  // It may hang by more than one bond: across two atoms, or twice on one.
  bool bridges = false;
  // What a skeleton shows of its first atom: 0 = any element, and the elements that surely stand beside it.
  uint8_t root = 0;
  std::vector<uint8_t> beside;
  AtomMask root_mask = atom_mask::kEverything;  // what else is certain of that atom
};

// Every built-in group that is a test on a fragment, in the order of the documentation.
const std::vector<NamedGroupTest>& NamedGroupTests();

// For names: the same questions, asked alone.
bool IsAlkylGroup(const Substituent& s);
bool IsNitroGroup(const Substituent& s);
bool IsCyanoGroup(const Substituent& s);
// The ring that the first atom belongs to when it is a ring of its own: in one smallest ring only, all of it
// inside the fragment, and sharing no atom with another ring. nullptr otherwise.
const std::vector<int>* MonocycleAtRoot(const Substituent& s);

}  // namespace tidewaiter
