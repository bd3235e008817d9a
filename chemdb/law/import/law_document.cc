#include "chemdb/law/import/law_document.h"

#include "chemdb/law/import/formats.h"

namespace tidewaiter {

const std::vector<LawFormat>& LawFormats() {
  static const auto* const formats = new std::vector<LawFormat>{
      {"justice-canada", "CA", "Justice Laws Website, Department of Justice Canada",
       "Open Government Licence, Canada",
       "acts and regulations of Canada (repository justicecanada/laws-lois-xml)", ParseJusticeCanada},
  };
  return *formats;
}

const LawFormat* FindLawFormat(std::string_view id) {
  for (const LawFormat& format : LawFormats()) {
    if (format.id == id) return &format;
  }
  return nullptr;
}

}  // namespace tidewaiter
