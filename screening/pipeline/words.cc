#include "screening/pipeline/words.h"

#include "chemdb/base/concat.h"

namespace tidewaiter {

std::string Capitalised(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

std::string ListingWords(const Listing& listing) {
  std::string out = Concat(listing.jurisdiction, " ", listing.schedule);
  if (listing.in_force_from) {
    AppendTo(out, " since ", FormatIsoDate(*listing.in_force_from));
  } else {
    out += " (start not known)";
  }
  if (listing.in_force_to) AppendTo(out, " until ", FormatIsoDate(*listing.in_force_to));
  return out;
}

}  // namespace tidewaiter
