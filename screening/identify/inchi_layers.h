// The main layers of a standard InChI, component by component: formula, connections, hydrogens. Equal main
// layers mean the same skeleton with the same hydrogens, whatever stereo, isotopes and charge the other
// layers state.
//
// Text alone is compared. A structure is not built from an InChI: the reference library's reader is not made
// for hostile input.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tidewaiter {

// "C5H9NO/c7-5-1-3-6-4-2-5/h6H,1-4H2" of each component of
// "InChI=1S/C5H9NO.ClH/c7-5-1-3-6-4-2-5;/h6H,1-4H2;1H"; a component that stands several times is given once.
// Empty for what is no standard InChI or has more than limits::kComponents components.
std::vector<std::string> InchiComponents(std::string_view inchi);

}  // namespace tidewaiter
