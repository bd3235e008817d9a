// Pieces that systematic names are put together from (data/name_parts.csv), and how they are joined.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "chemdb/names/sketch.h"

namespace tidewaiter {

// A piece with the names of its positions. One without an open end is a molecule.
struct NameFragment {
  Sketch sketch;
  // Of each atom: locants with "/" between ("2/o/ortho"); "-" or empty: takes no substituent.
  std::vector<std::string> positions;
  int attach = -1;          // a substituent's atom that is joined
  int order = 1;            // by this bond
  int attach_too = -1;      // the other end of a bridge ("methylenedioxy")
  std::vector<int> esters;  // oxygens that want a group
};

struct NamePart {
  std::string text;
  // "group": a substituent; "bridge": with two ends; "ring" and "cycle" (saturated, may get double bonds):
  // without their final e; "stem": a chain; "parent": a compound; "acid": without its ending.
  std::string kind;
  NameFragment fragment;
};

// The table's rows whose text begins with `first`, longest first.
const std::vector<NamePart>& NamePartsFrom(char first);

// The only atom that has a locant; -1 when there is none or, for "n", more than one that a suffix brought.
int AtomAt(const NameFragment& host, std::string_view locant);

// Joins a substituent to an atom; false when the atom has not enough hydrogens.
bool JoinAt(NameFragment& host, int atom, const NameFragment& group);
// Joins both ends of a bridge.
bool BridgeAt(NameFragment& host, int atom, int other, const NameFragment& bridge);
// Joins `count` of a substituent whose position is not said; false unless only one position is possible.
bool JoinAnywhere(NameFragment& host, const NameFragment& group, int count);

}  // namespace tidewaiter
