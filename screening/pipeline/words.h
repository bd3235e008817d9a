// Phrases that several findings share.
#pragma once

#include <string>

#include "chemdb/law/listing.h"

namespace tidewaiter {

// The first letter in capitals, if it is one of a to z.
std::string Capitalised(std::string text);

// "US List I since 2007-04-23", "UN Table I (start not known)".
std::string ListingWords(const Listing& listing);

}  // namespace tidewaiter
