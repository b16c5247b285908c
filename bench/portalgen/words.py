"""The vocabulary of the generated news: provinces and people that do not exist, and real topics."""

# ruff: noqa: E501

from __future__ import annotations

PROVINCES = (
    "Sông Mẫu", "Thạch Lâm", "An Khánh", "Phú Giang", "Bình Sơn", "Đông Hải", "Tân Châu Phong",
    "Lạc Thủy Nguyên", "Hồng Lĩnh Sơn", "Vĩnh Trạch", "Yên Bồng", "Quảng Lộc", "Trà Khúc",
    "Cẩm Giàng Sơn", "Nam Trực Hải", "Kỳ Sơn Tây",
)  # fmt: skip
FAMILY = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ",
    "Hồ", "Ngô", "Dương", "Lý", "Nông", "Lò", "Tráng", "Đinh", "Mai", "Trịnh", "Đoàn", "Hà",
)  # fmt: skip
MIDDLE = (
    "Văn", "Thị", "Hữu", "Đức", "Quang", "Minh", "Thanh", "Ngọc", "Xuân", "Thu", "Đình", "Công",
    "Thế", "Bá", "Hồng", "Kim", "Trọng", "Quốc",
)  # fmt: skip
GIVEN = (
    "An", "Bình", "Cường", "Dũng", "Hà", "Hạnh", "Hương", "Khánh", "Lan", "Linh", "Long", "Mai",
    "Nam", "Nga", "Phong", "Phúc", "Quân", "Sơn", "Tâm", "Thảo", "Thắng", "Thủy", "Trang", "Trung",
    "Tuấn", "Tùng", "Vân", "Vinh", "Yến", "Đạt", "Ước", "Ánh",
)  # fmt: skip
DISTRICTS = (
    "Mường Lay", "Cẩm Phú", "Tân Hòa", "Đức Thọ", "Long Mỹ", "Thạnh Lộc", "Bình Đại", "Hương Khê",
    "Phong Thổ", "Quỳnh Lưu", "Yên Châu", "Gò Dầu", "Vạn Ninh", "Ea Súp", "Châu Phú", "Ba Tơ",
    "Trùng Khánh", "Thới Bình", "Kim Động", "Lục Ngạn", "Sốp Cộp", "Tủa Chùa",
)  # fmt: skip
COMMUNES = (
    "Hòa Bình", "Thuận An", "Tân Tiến", "Đồng Tâm", "Phú Xuân", "Nậm Cắn", "Bản Lầu", "Vĩnh Hải",
    "Long Thành", "An Phước", "Trường Sơn", "Đại Đồng", "Mỹ Lợi", "Chiềng Hắc", "Ia Mơ", "Hồng Thái",
)  # fmt: skip
OFFICES = (
    "Chủ tịch UBND tỉnh", "Phó Chủ tịch Thường trực UBND tỉnh", "Phó Chủ tịch UBND tỉnh",
    "Bí thư Tỉnh ủy", "Phó Bí thư Thường trực Tỉnh ủy", "Chủ tịch HĐND tỉnh",
    "Phó Chủ tịch HĐND tỉnh", "Giám đốc Sở Nội vụ", "Giám đốc Sở Tài chính",
    "Chánh Văn phòng UBND tỉnh", "Chủ tịch Ủy ban MTTQ tỉnh", "Trưởng Ban Dân tộc tỉnh",
)  # fmt: skip
AGENCIES = (
    "Sở Nông nghiệp và Môi trường", "Sở Y tế", "Sở Giáo dục và Đào tạo", "Sở Tài chính",
    "Sở Khoa học và Công nghệ", "Sở Xây dựng", "Sở Công Thương", "Sở Tư pháp", "Sở Nội vụ",
    "Công an tỉnh", "Bộ Chỉ huy Quân sự tỉnh", "Văn phòng UBND tỉnh", "Thanh tra tỉnh",
    "Ngân hàng Chính sách xã hội", "Liên đoàn Lao động tỉnh", "Hội Liên hiệp Phụ nữ tỉnh",
    "Tỉnh đoàn", "Hội Nông dân tỉnh", "Bảo hiểm xã hội tỉnh", "Cục Thống kê",
)  # fmt: skip
DOCUMENTS = ("QĐ-UBND", "KH-UBND", "NQ-HĐND", "CT-UBND", "TB-VP", "BC-UBND", "CV-SNV", "TTr-STC")
SECTIONS = (
    "Tin trong tỉnh", "Hoạt động của lãnh đạo tỉnh", "Kinh tế - Xã hội", "Chỉ đạo điều hành",
    "Cải cách hành chính", "Văn hóa - Giáo dục", "Nông nghiệp - Nông thôn", "Quốc phòng - An ninh",
)  # fmt: skip
PAPERS = ("Báo Nhân Dân", "TTXVN", "Báo Chính phủ", "Báo Quân khu", "Báo Pháp Luật", "VOV")

TOPICS: dict[str, dict[str, tuple[str, ...]]] = {
    "nong-nghiep": {
        "theme": ("sản xuất vụ Đông Xuân", "phòng, chống dịch tả lợn châu Phi",
                  "phát triển vùng chuyên canh cây ăn quả", "xây dựng nông thôn mới nâng cao",
                  "tái cơ cấu ngành chăn nuôi", "bảo vệ và phát triển rừng",
                  "cấp mã số vùng trồng", "phát triển sản phẩm OCOP"),
        "unit": ("ha lúa", "ha cà phê", "ha sầu riêng", "con lợn", "tấn thủy sản", "mô hình",
                 "hợp tác xã", "sản phẩm OCOP"),
        "group": ("nông dân", "hộ chăn nuôi", "hợp tác xã", "chủ rừng", "hộ nuôi trồng thủy sản"),
        "deed": ("gieo cấy đúng lịch thời vụ", "tiêm phòng cho đàn vật nuôi",
                 "liên kết tiêu thụ với doanh nghiệp", "nạo vét kênh mương nội đồng",
                 "chuyển đổi giống cây trồng phù hợp", "kiểm tra chất lượng vật tư nông nghiệp"),
    },
    "y-te": {
        "theme": ("tiêm chủng mở rộng", "phòng, chống sốt xuất huyết", "khám bệnh, chữa bệnh từ xa",
                  "lập hồ sơ sức khỏe điện tử", "bảo đảm an toàn thực phẩm",
                  "nâng cao chất lượng trạm y tế xã", "bảo hiểm y tế toàn dân"),
        "unit": ("liều vắc xin", "lượt người khám bệnh", "ca mắc", "giường bệnh", "cơ sở y tế",
                 "người tham gia bảo hiểm y tế"),
        "group": ("cán bộ y tế", "người cao tuổi", "phụ nữ mang thai", "học sinh",
                  "đồng bào vùng cao"),
        "deed": ("diệt loăng quăng, bọ gậy", "rà soát đối tượng chưa tiêm đủ mũi",
                 "bố trí điểm tiêm lưu động", "tập huấn cho nhân viên y tế thôn, bản",
                 "công khai giá dịch vụ", "lấy mẫu giám sát định kỳ"),
    },
    "chuyen-doi-so": {
        "theme": ("chuyển đổi số trong cơ quan nhà nước", "cung cấp dịch vụ công trực tuyến",
                  "triển khai Đề án 06", "xây dựng kho dữ liệu dùng chung",
                  "nâng cao chỉ số cải cách hành chính", "thanh toán không dùng tiền mặt",
                  "bảo đảm an toàn thông tin mạng"),
        "unit": ("hồ sơ trực tuyến", "tổ công nghệ số cộng đồng", "thủ tục hành chính",
                 "tài khoản định danh điện tử", "chữ ký số", "cơ sở dữ liệu"),
        "group": ("công chức một cửa", "người dân", "doanh nghiệp nhỏ và vừa", "đoàn viên thanh niên",
                  "hộ kinh doanh"),
        "deed": ("số hóa kết quả giải quyết thủ tục hành chính", "cắt giảm thời gian xử lý hồ sơ",
                 "tích hợp dữ liệu với Cổng Dịch vụ công quốc gia", "công khai kết quả đánh giá",
                 "hướng dẫn người dân cài đặt ứng dụng", "xử lý dứt điểm hồ sơ quá hạn"),
    },
    "giao-duc": {
        "theme": ("chuẩn bị năm học mới", "thi tốt nghiệp trung học phổ thông",
                  "xây dựng trường đạt chuẩn quốc gia", "phổ cập giáo dục mầm non",
                  "giáo dục kỹ năng sống cho học sinh", "sắp xếp mạng lưới trường, lớp"),
        "unit": ("học sinh", "phòng học", "trường đạt chuẩn", "giáo viên", "thí sinh", "suất học bổng"),
        "group": ("giáo viên", "phụ huynh", "học sinh bán trú", "sinh viên tình nguyện",
                  "học viên lớp xóa mù chữ"),
        "deed": ("sửa chữa phòng học xuống cấp", "bổ sung thiết bị dạy học",
                 "tuyển dụng giáo viên còn thiếu", "tổ chức ôn tập cho học sinh yếu",
                 "vận động học sinh bỏ học trở lại lớp", "kiểm tra bếp ăn bán trú"),
    },
    "giao-thong": {
        "theme": ("giải phóng mặt bằng dự án đường cao tốc", "bảo đảm trật tự an toàn giao thông",
                  "giải ngân vốn đầu tư công", "nâng cấp tuyến đường ven biển",
                  "cứng hóa đường giao thông nông thôn", "phát triển nhà ở xã hội"),
        "unit": ("km đường", "cây cầu", "gói thầu", "hộ bị ảnh hưởng", "tỷ đồng vốn đầu tư công",
                 "căn nhà ở xã hội"),
        "group": ("chủ đầu tư", "nhà thầu", "hộ dân tái định cư", "lái xe", "ban quản lý dự án"),
        "deed": ("bàn giao mặt bằng sạch", "tổ chức thi công ba ca, bốn kíp",
                 "tháo gỡ vướng mắc về vật liệu san lấp", "chi trả tiền bồi thường",
                 "xử lý nghiêm xe quá tải", "lắp đặt biển báo tại các điểm đen"),
    },
    "thien-tai": {
        "theme": ("ứng phó với bão số 5", "khắc phục hậu quả mưa lũ", "phòng, chống sạt lở bờ sông",
                  "phòng cháy, chữa cháy rừng", "phòng, chống hạn hán và xâm nhập mặn",
                  "tìm kiếm cứu nạn trên biển"),
        "unit": ("hộ dân phải di dời", "ngôi nhà tốc mái", "ha hoa màu bị ngập", "tàu cá",
                 "điểm sạt lở", "tấn gạo cứu trợ"),
        "group": ("lực lượng xung kích", "bộ đội biên phòng", "dân quân tự vệ", "ngư dân",
                  "người dân vùng trũng thấp"),
        "deed": ("sơ tán dân đến nơi an toàn", "kêu gọi tàu thuyền vào nơi tránh trú",
                 "chuẩn bị phương án bốn tại chỗ", "trực ban nghiêm túc 24/24 giờ",
                 "kiểm tra hồ đập xung yếu", "khôi phục điện và thông tin liên lạc"),
    },
    "van-hoa": {
        "theme": ("bảo tồn di sản văn hóa", "phát triển du lịch cộng đồng", "đại hội thể dục thể thao",
                  "giảm nghèo bền vững", "xóa nhà tạm, nhà dột nát", "chăm lo người có công",
                  "xây dựng đời sống văn hóa ở khu dân cư"),
        "unit": ("lượt khách", "hộ nghèo", "ngôi nhà đại đoàn kết", "suất quà", "nghệ nhân",
                 "vận động viên", "di tích được xếp hạng"),
        "group": ("nghệ nhân", "hộ nghèo", "gia đình chính sách", "già làng, trưởng bản",
                  "câu lạc bộ văn nghệ"),
        "deed": ("truyền dạy nghề dệt thổ cẩm", "phục dựng lễ hội truyền thống",
                 "hỗ trợ sinh kế cho hộ mới thoát nghèo", "thăm, tặng quà gia đình chính sách",
                 "khởi công xây dựng nhà tình nghĩa", "quảng bá điểm đến trên nền tảng số"),
    },
}  # fmt: skip
