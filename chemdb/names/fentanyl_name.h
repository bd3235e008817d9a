// Names that the trade and the reports of drug agencies give to relatives of fentanyl: what takes the place
// of its parts stands before the word, as in "cyclobutyl fentanyl", "para-chlorofentanyl" and "2'-fluoro
// norfentanyl".
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chemdb/names/sketch.h"

namespace tidewaiter {

// nullopt unless the last of `words` (in PlainSpelling) ends in such a parent and all before it is read:
// - a substituent of the ring on the amide's nitrogen: ortho, meta, para or a primed figure; halogens
//   also behind 2 and 4 ("4-fluoroisobutyryl fentanyl", the para-fluoro compound of 83 FR 61320;
//   "2-methoxyacetyl fentanyl" is the methoxyacetyl one);
// - the acyl group in place of propionyl, by its name or by that of the ring it bears ("phenyl fentanyl" is
//   the benzoyl compound, "cyclopropyl fentanyl" the cyclopropanecarbonyl one, as in 83 FR 469).
// What may also mean another part ("3-fluorofentanyl", "methylfentanyl") is not read.
std::optional<Sketch> ReadFentanylName(const std::vector<std::string>& words, int& steps);

}  // namespace tidewaiter
