// EC and UN numbers, DEA codes, InChIKeys, InChIs and HS codes in normalised text. CAS RNs: cas_scan.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "screening/identify/compiled_names.h"
#include "screening/identify/normalise.h"
#include "screening/identify/text_identifier.h"

namespace tidewaiter {

// A number or key in the text that names a listed substance.
struct IdentifierMention {
  IdentifierKind kind = IdentifierKind::kEc;
  size_t begin = 0,
         end = 0;  // bytes of the normalised text; a label glued to the number ("UN1090") is taken in
  const std::vector<IdentifierTarget>* targets = nullptr;
  bool labelled = false;
  bool skeleton_only =
      false;               // InChIKey: the first block agrees, the rest does not (stereo, isotopes, charge)
  bool component = false;  // InChI: one component of several
};

// Appends every mention of a listed number, in order. EC numbers count with a check digit that agrees; UN
// numbers only behind "UN" in capitals (or "UN no.", ONU, ООН), DEA codes only behind "DEA"; InChIs by their
// main layers. `original` is the text that `text` was made from.
void ScanIdentifiers(std::string_view original, const NormalisedText& text, const CompiledNames& names,
                     std::vector<IdentifierMention>& out);

// The HS code that the text states behind a label; empty digits when there is none.
GoodsCodeMention FindGoodsCode(const NormalisedText& text);

}  // namespace tidewaiter
