// OFAC's sdn.xml (root element sdnList; also the consolidated list, which has the same form).
#pragma once

#include <string_view>

#include "absl/status/statusor.h"

#include "screening/parties/watchlist.h"

namespace tidewaiter {

// InvalidArgument with the place for broken XML or another root element. The digest is left to the caller.
absl::StatusOr<Watchlist> ReadOfacXml(std::string_view document, std::string_view file);

}  // namespace tidewaiter
