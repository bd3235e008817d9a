// The main layers of a standard InChI, component by component: formula, connections, hydrogens. Equal main
// layers mean the same skeleton with the same hydrogens, whatever stereo, isotopes and charge the other
// layers state.
//
// Text alone is compared here; chemdb/structure/inchi_reader makes a structure of it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tidewaiter {

// "C5H9NO/c7-5-1-3-6-4-2-5/h6H,1-4H2" of each component of
// "InChI=1S/C5H9NO.ClH/c7-5-1-3-6-4-2-5;/h6H,1-4H2;1H"; a component that stands several times is given once.
// Empty for what is no standard InChI or has more than limits::kComponents components.
std::vector<std::string> InchiComponents(std::string_view inchi);

// Where InChIs stand in a text: from "InChI=1" to the next white space or quotation mark, less the comma,
// full stop or bracket that ends a sentence. In order, at most kMostInchiSpans.
struct InchiSpan {
  size_t start = 0, end = 0;  // bytes of the text
};
inline constexpr size_t kMostInchiSpans = 16;
std::vector<InchiSpan> FindInchis(std::string_view text);

}  // namespace tidewaiter
