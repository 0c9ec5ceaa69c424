"""电商客服对话的场景（三）：售前的商品咨询，以及各个场景共用的商品、时间和客套话。

每个咨询场景：item 商品，qa 一问一答（斜杠前是客户，斜杠后是客服），答句都适合该类的每种商品。
"""

PRODUCTS = """
= ask_clothes
item {clothes}
qa 这款偏大还是偏小？ / 亲，这款是正常尺码，按平时穿的拍就可以。
qa {fit_pair}
qa 会不会掉色？ / 深色的前一两次洗会有轻微浮色，建议单独冷水洗。
qa 会起球吗？ / 面料做过抗起球处理，正常穿着没有问题，请尽量翻面洗。
qa 实物跟图片色差大吗？ / 都是实物拍摄，不同屏幕会有一点点差别，您可以看看买家的晒图。
qa 是什么面料的？ / 成分在详情页和水洗标上都有写，摸起来很柔软。
qa 能机洗吗？ / 按水洗标来就行，轻柔洗涤，不要烘干。
qa {color}的什么时候补货？ / 预计{day}到货，您可以先收藏，到了会提醒您。
qa 显胖吗？ / 版型比较修身，微胖的客户反馈也挺显瘦的。
qa 适合五十多岁的妈妈穿吗？ / 很适合的，款式大方，好多客户都是买给妈妈的。
= ask_shoes
item {shoes}
qa 脚宽能穿吗？ / 鞋楦是偏宽的，脚宽建议您选大半码。
qa 鞋底防滑吗？ / 鞋底是橡胶的，有防滑纹，下雨天也比较稳。
qa 会磨脚吗？ / 后跟加了软垫，新鞋前两天可能略紧，穿一穿就好了。
qa 走路多会不会累？ / 鞋底回弹不错，单只大概{210-380}克，走一天也不累。
qa 脚长{230-265}毫米穿几码？ / 您对照详情页的尺码表，在两个码中间的话建议选大的。
qa 有没有味道？ / 新鞋拆开会有一点点味道，通风放一晚就散了。
qa 可以水洗吗？ / 不建议泡水，用湿布擦或者用软刷刷就行。
qa 送鞋垫吗？ / 送的，每双都配一副备用鞋垫。
= ask_device
item {device}
qa 功率多大？费电吗？ / 额定功率在详情页的参数里，日常使用不算费电。
qa 声音大不大？ / 工作时大概{36-48}分贝，跟小声说话差不多。
qa 保修多久？ / 全国联保一年，前三十天有质量问题只换不修。
qa 老人会用吗？ / 操作很简单，按键很少，附带大字说明书。
qa 和{20-60}元便宜的那款有什么区别？ / 主要是材质和保修期不一样，这款用料更好，保修也更长。
qa 线有多长？ / 电源线{1.0-1.5}米，正常放在插座旁边够用。
qa 清洗方便吗？ / 可以拆开擦洗，接电的部分不要碰水就行。
qa 是今年生产的吗？ / 是的，批次日期印在包装侧面，放心买。
qa 送人有礼盒吗？ / 可以加{8-15}元换礼盒，附一张贺卡。
= ask_digital
item {digital}
qa 充一次电能用多久？ / 正常使用大概{6-36}小时，看您使用的强度。
qa 我的手机能连吗？ / 支持蓝牙的手机和平板都可以连，第一次长按三秒配对。
qa 连接稳定吗？ / 十米以内没有遮挡都很稳定，您放心用。
qa 充电头送吗？ / 包装里有充电线，充电头需要自备。
qa 用一年电池会不会不行了？ / 正常能充{500-800}次，一年之内问题不大，坏了保修。
qa 有没有{color}的？ / 有的，{color}的今天刚补货，数量不多。
qa 怎么关机？ / 长按电源键五秒，指示灯灭了就是关机了。
qa 上飞机能带吗？ / 可以随身带，不要放在托运行李里。
= ask_home
item {home}
qa 有味道吗？孩子房间用的。 / 出厂前都做过通风，刚拆开晾一两天再用更放心。
qa 尺寸怎么选？ / 您把要放的地方量一下，发给我，我帮您看哪个合适。
qa 会不会变形？ / 正常使用不会，不要长时间暴晒就好。
qa 怎么清洗？ / 脏了用温水加中性洗涤剂，晾干就可以。
qa 颜色跟图片一样吗？ / 都是自然光下拍的，基本没有色差。
qa 能用几年？ / 爱惜一点用三五年没有问题，好多老客户是回来再买的。
qa 两件有优惠吗？ / 两件打{zhe}，下单时自动减。
qa 有没有小一点的？ / 有小号的，比这个便宜{10-30}元，我把链接发给您。
qa 有别的颜色吗？ / 有{color}和{color}，您可以在规格里选。
= ask_food
item {food}
qa 保质期多长？ / 常温{6-12}个月，开封后请尽快吃完。
qa 日期新鲜吗？ / 都是{1-2}个月内生产的，您放心。
qa 口味重不重？家里有老人。 / 口味偏清淡，不过血糖高的老人还是建议少吃。
qa 有没有添加剂？ / 配料表在详情页最后一张图，都按标准标注的。
qa 孩子{2-6}岁能吃吗？ / 三岁以上可以少量吃，对坚果过敏的要注意一下。
qa 一箱有多少？ / 一箱{12-30}小袋，每袋独立包装，方便携带。
qa 收到发现漏气怎么办？ / 拍照给我，漏气的我们直接赔您。
qa 可以拼单混口味吗？ / 可以，备注写清楚要哪几种就行。
qa 送礼拿得出手吗？ / 包装是礼盒，还配手提袋，很体面的。
= ask_beauty
item {beauty}
qa 敏感肌能用吗？ / 配方比较温和，敏感肌建议先在耳后试用一两天。
qa 孕妇可以用吗？ / 孕期情况特殊，建议您先咨询医生再决定。
qa 会不会油腻？ / 质地清爽，推开很快就吸收了，油皮也可以用。
qa 开封后能放多久？ / 开封后建议{6-12}个月内用完，放在阴凉的地方。
qa 怎么看真假？ / 我们是直营店，每瓶都有防伪码，刮开就能查。
qa 先用水还是先用它？ / 洁面后先用水，再取黄豆大小抹开就好。
qa 有小样吗？ / 今天下单送两片小样，可以先试小样，不合适正装没拆可以退。
qa 用了脸有点红怎么办？ / 请先停用，用清水洗净，如果一直红建议去看医生，我们给您退款。
qa 男士能用吗？ / 可以的，好多客户都是买给先生用的。
= ask_baby
item {baby}
qa {4-18}个月的宝宝能用吗？ / 包装上有适用月龄，您家宝宝在范围内就可以放心用。
qa 材质安全吗？ / 有检测报告，可以直接接触宝宝皮肤，我把报告发给您看。
qa 怎么消毒？ / 用温水冲洗后晾干，不建议高温长时间煮。
qa 会不会有小零件掉下来？ / 没有可拆的小零件，边角也都打磨过。
qa 宝宝不喜欢能退吗？ / 没拆封七天内都可以退，拆了卫生用品就不能退了。
qa 送满月礼合适吗？ / 很合适，可以加一个礼袋，代写贺卡。
qa 囤货什么时候买最划算？ / {festival}前活动力度最大，两件还能再减。
= ask_big
item {big}
qa 送货上门吗？我家{3-7}楼没电梯。 / 送上门的，没有电梯每层加{5-10}元搬运费，提前跟您说清楚。
qa 门宽{75-90}厘米能进去吗？ / 包装后宽度在参数里有，您量一下门和过道，留五厘米余量就行。
qa 送货前会打电话吗？ / 会的，大件都是先预约时间再送。
qa 能先签收再验货吗？ / 建议您当面拆开验，有问题直接拒收，我们重新发。
qa 以旧换新怎么算？ / 您拍张旧的照片，估价后下单直接减{50-400}元。
qa 质保几年？ / 整件质保{3-5}年，凭订单号就能报修。
qa 装修没好，能晚点送吗？ / 可以，先锁定价格，最长给您存{30-60}天。
qa 分期付款有手续费吗？ / 3期和6期免手续费，付款时可以选。
=
any {clothes}
any {shoes}
any {device}
any {digital}
any {home}
any {food}
any {beauty}
any {baby}
wear {clothes}
wear {shoes}
fit_pair 身高{155-160}，体重{88-100}斤穿多大？ / 客服：建议您穿S码，喜欢宽松一点可以拍M码。
fit_pair 我身高{160-165}，体重{102-115}斤，穿哪个码？ / 客服：按您的数据，M码比较合适。
fit_pair {165-170}的个子，{118-130}斤，L码行吗？ / 客服：L码正好，很多跟您差不多的客户都是穿L码。
fit_pair 身高{168-175}，体重{132-148}斤能穿吗？ / 客服：可以的，建议您拍XL码。
clothes 睡衣
clothes 马甲
clothes 防晒衣
clothes 连衣裙
clothes {color}连衣裙
clothes 羽绒服
clothes {color}羽绒服
clothes 格子衬衫
clothes 连帽卫衣
clothes {color}连帽卫衣
clothes 针织衫
clothes {color}针织衫
clothes 牛仔裤
clothes 风衣
clothes {color}风衣
clothes 家居服
clothes 西装外套
clothes {color}西装外套
clothes 半身裙
clothes {color}半身裙
clothes 运动裤
clothes {color}运动裤
shoes 运动鞋
shoes {color}运动鞋
shoes 帆布鞋
shoes {color}帆布鞋
shoes 小皮鞋
shoes {color}小皮鞋
shoes 雪地靴
shoes {color}雪地靴
shoes 老人健步鞋
shoes 凉鞋
shoes {color}凉鞋
device 除湿机
device 料理机
device 榨汁机
device 电饭煲
device 空气炸锅
device 加湿器
device 吸尘器
device 破壁机
device 电热水壶
device 取暖器
device 电风扇
device 电炖锅
device 挂烫机
digital 蓝牙耳机
digital 无线键盘
digital 智能手表
digital 蓝牙音箱
digital 无线鼠标
home 桌布
home 衣架
home 浴室防滑垫
home 蚊帐
home 四件套
home 记忆枕
home 收纳箱
home {color}收纳箱
home 窗帘
home {color}窗帘
home 地毯
home {color}地毯
home 置物架
home 懒人沙发
home {color}懒人沙发
home 夏凉被
food 鱿鱼丝
food 芝麻糊
food 米饼
food 坚果礼盒
food 手工饼干
food 牛肉干
food 燕麦片
food 藕粉
food 果干
fresh 草莓
fresh 脐橙
fresh 水蜜桃
fresh 猕猴桃
fresh 葡萄
fresh 芒果
beauty 面膜
beauty 洗发水
beauty 润唇膏
beauty 面霜
beauty 洗面奶
beauty 防晒霜
beauty 护手霜
beauty 身体乳
baby 婴儿推车
baby 积木
baby 儿童水杯
baby 婴儿睡袋
baby 口水巾
baby 儿童餐具
baby 学步鞋
baby 布书
built 洗衣机
built 热水器
built 书桌
built 衣柜
built 床架
built 油烟机
built 洗碗机
machine 冰箱
machine 洗衣机
machine 热水器
machine 烘干机
machine 油烟机
big 冰箱
big 洗衣机
big 床垫
big 书桌
big 衣柜
big 布艺沙发
fragile 茶具套装
fragile 玻璃花瓶
fragile 陶瓷碗
fragile 穿衣镜
fragile 砂锅
fragile 台灯
gift 保温杯
gift 购物袋
gift 毛巾
gift 雨伞
gift 小夜灯
gift 抱枕
cloth_bad 起球
cloth_bad 开线
cloth_bad 褪色
device_bad 开不了机
device_bad 一直报警
device_bad 有异响
device_bad 有焦味
color 黑色
color 米白色
color 浅蓝色
color 墨绿色
color 粉色
color 灰色
courier 云雀快递
courier 驰远快运
courier 鹿鸣速递
courier 青鸾速运
hub 云川分拨中心
hub 澜浦转运站
hub 青石网点
hub 望岭中转场
place 桂花路{3-188}号
place 青禾小区{1-28}栋
place 望江里{1-60}号
place 松影街{2-90}号
spot 驿站
spot 门卫室
spot 快递柜
spot 消防栓旁边
spot 楼下便利店
festival 中秋
festival 端午
festival 春节
festival 国庆
festival 母亲节
coupon 店铺券
coupon 满减券
coupon 新人券
coupon 会员券
full_cut 满199减20
full_cut 满299减40
full_cut 满99减10
full_cut 满399减60
cat 女装
cat 家电
cat 食品
cat 家居
cat 母婴
ago 前天
ago 上周三
ago 昨天
ago 三天前
ago 上周末
ago 五号
day 明天
day 后天
day 周五
day 周六
day 下周一
day 本月20号
soon 今天晚上
soon 明天上午
soon 明天下午
soon 24小时内
soon 今天下班前
refund_time 1到3个工作日
refund_time 24小时内
refund_time 3个工作日内
refund_time 48小时内
zhe 9折
zhe 95折
zhe 88折
zhe 85折
small 5
small 8
small 10
small 15
small 20
price {39-96}.9
price {101-398}
surname 周
surname 郑
surname 许
surname 梁
surname 孟
nick 小禾
nick 小满
nick 阿宁
nick 朵朵
nick 小舟
nick 青青
nick 木木
"""
