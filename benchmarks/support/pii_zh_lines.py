"""Invented Chinese lines with places for personal data."""

WITH = """
患者{name}，男，52岁，因反复胸闷三天于昨日入院。
患者{name}，女，住院号{record}，诊断为肺炎。
姓名：{name}　性别：女　出生日期：{birth}　身份证号：{id}
家属{name}签字同意手术，联系电话{mobile}。
主治医生{name}查房后建议继续抗感染治疗。
联系人：{name}，手机：{mobile}，地址：{address}
病案号：{record}，患者{name}，{birth}出生，现住{address}。
责任护士{name}于十点测量体温，已通知值班医生{name}。
请家属联系{name}医生，电话{landline}。
{name}医生今日停诊，由{name}医生代诊。
{surname}主任查房指示：继续观察，注意血压变化。
患者配偶{name}，身份证号码{id}，陪护。
收件人{name}，收货地址{address}，电话{mobile}。
您好，我叫{name}，我的手机号是{mobile}，请尽快回电。
客户{name}反映设备异响，来电号码{mobile}。
尾款请打到{name}的账户，银行卡号{card}。
车主{name}，车牌号{plate}，停在地下二层。
门口那辆{plate}的白色轿车挡住了消防通道。
港澳通行证号码：{permit}，有效期十年。
台胞证{taiwanpermit}，持证人{name}。
护照号：{passport}，姓名：{name}。
香港身份证{hongkong}，请核对。
台湾身分证字号：{taiwan}。
我的QQ是{qq}，加我的时候备注一下。
微信号：{wechat}，加好友请注明来意。
社保卡号：{id}，参保人{name}。
他生于{birth}，自幼喜欢下棋。
{name}，{birth}出生，籍贯河北。
小孩的生日是{birth}，满周岁了。
医保卡号{record}已挂失，请联系{landline}。
快递送到{address}，放门卫就行。
他家住{address}，离单位不远。
报案人{name}（男，34岁）称其车辆{plate}被刮。
巡检员：{name}　记录人：{name}　日期：2024年3月5日
值班员{name}接班，电话{landline}。
如有疑问请致电{landline}或发邮件到{email}。
转账给{name}，卡号{card}，开户行建设银行。
投诉人{surname}女士称包裹破损，电话{mobile}。
{surname}先生预约周三下午三点，手机{mobile}。
被告{name}，住{address}。
申请人：{name}，公民身份号码{id}。
我是{name}，微信{wechat}。
学生{name}，学号{record}，请假两天。
门诊号{record}，姓名{name}，年龄45岁。
与会人员：{name}、{name}、{name}。
乘客{name}，证件号码{id}，已值机。
这张卡{card}昨天被锁了。
患者于{birth}出生，足月顺产。
""".strip().splitlines()
"""Rules were written with these in view."""

WITH_SECOND = """
病人{name}主诉头痛两日，既往体健。
入院记录：{name}，女，67岁，住{address}，病历号{record}。
术者：{name}　助手：{name}　麻醉：全麻
随访时患儿母亲{name}诉患儿食欲好转，电话{mobile}。
护士长{name}与家属沟通了护理方案。
监护人{name}，身份证{id}，与患儿系母子关系。
送检医师：{name}　报告医师：{name}
经{name}主任医师同意，予以出院。
法定代表人：{name}；联系电话：{landline}
业主{name}报修，房号在{address}。
司机{name}驾驶{plate}于凌晨到达仓库。
寄件人：{name} {mobile}
亲，麻烦改一下地址，改成{address}，谢谢。
订单已发货，派件员{name}，电话：{mobile}。
工单由{name}负责处理，预计明天完成。
检修人：{name}；验收人：{name}
本人{name}，身份证号{id}，承诺以上内容属实。
{surname}经理，您的快递到了，{mobile}。
往来港澳通行证{permit}已过期。
台湾居民来往大陆通行证号码为{taiwanpermit}。
护照{passport}遗失，登报声明作废。
HKID：{hongkong}
证件号码：{taiwan}（台湾）
扣扣：{qq}，有事留言。
加我微信：{wechat}
请加QQ{qq}入群。
出生年月：{birth}，学历：本科。
该患者{birth}生，汉族，已婚。
出生日期为{birth}，出生地成都。
信用卡{card}本月账单已出。
收款账号：{card}，户名{name}。
社会保障卡号码{id}。
住院号为{record}的病人今天出院。
车辆{plate}，驾驶人{name}，违停。
固定电话：{landline}，手机：{mobile}
邮箱{email}，联系人{name}。
地址是{address}，下午送来。
户籍地址：{address}
我住在{address}，冰箱不制冷了。
班长{name}安排夜班两人值守。
学生家长{name}来电请假。
原告{name}与被告{name}系夫妻关系。
{name}（身份证号{id}）系本公司员工。
{name}老师，请问作业交到哪里？
感谢{surname}护士的细心照顾！
死者{name}，男，生于{birth}。
陪护人姓名：{name}，关系：夫妻，电话：{mobile}。
签名：{name}　2023年5月6日
请转告{name}，明天上午开会。
就诊卡号：{record}
""".strip().splitlines()
"""Measured with first, and looked at then."""

WITH_THIRD = """
急诊接诊记录：{name}，男，29岁，由同事{name}送来，手机{mobile}。
术前谈话对象为患者之女{name}，已在知情同意书上签字。
转诊单：{name}，医保卡号{record}，转往上级医院。
检验科{name}于十六点报危急值，值班医师{name}接收。
请在周五前把材料寄到{address}，收件人{name}。
保单号略，被保险人{name}，身份证号{id}，受益人{name}。
他的新号码是{mobile}，旧的不用了。
客服热线{landline}，工作时间九点到十八点。
租客{name}租住{address}，租期一年。
小区保安拦下了{plate}，司机自称{name}。
乘务员{name}拾到钱包，内有{card}的银行卡一张。
老家地址：{address}，邮编466300。
您的快递由{name}派送，联系方式{mobile}。
考生{name}，准考证号{record}，座位在第三排。
持{permit}号港澳通行证入境，姓名{name}。
工程师{name}到场处理，更换轴承两套。
甲方：{name}（身份证：{id}）
巡检人：{name}，电话{mobile}，设备正常。
我妈{birth}生的，今年要过大寿。
邮件抄送{name}和{name}，邮箱{email}。
主管护师{name}带教，学员{name}记录。
户主{name}，{birth}出生，住{address}。
护照号码{passport}，签发地上海。
加QQ：{qq}领取资料。
微信号是{wechat}，验证消息写姓名。
{surname}老师说明天交作业。
车辆{plate}违章三次，请车主{name}尽快处理。
居民身份证{id}已挂失。
本案由{name}法官独任审理，原告{name}到庭。
卡号{card}，持卡人{name}，有效期略。
""".strip().splitlines()
"""Written when the rules were done for the second, and looked at after measuring."""

WITH_FOURTH = """
麻醉医师{name}，巡回护士{name}，器械护士{name}。
出院带药已交予患者之子{name}，电话{mobile}，按时服用。
外卖放{address}门口，别打电话，谢谢。
今天{name}没来上课，家里人说发烧了。
证人{name}证言：事发时其在现场。
设备点检由{name}完成，异常已报班长{name}。
房东{surname}先生，门锁坏了，麻烦看一下。
{name}，身份证{id}，银行卡{card}，请核实后放款。
患儿{name}，{birth}生，体重八千克。
受访者{name}表示，这条路早该修了。
手机尾号不对，正确的是{mobile}，机主{name}。
我公司员工{name}（工号{record}）前往贵司洽谈。
请将发票寄至{address}，{name}收，{mobile}。
登机人{name}，护照{passport}。
其{birth}出生于农村，兄妹三人。
值长{name}下令停机检查，操作人{name}执行。
家庭医生{name}上门随访，住址{address}。
挪车电话{mobile}，车牌{plate}。
老师您好，我是{name}的家长，孩子明天请假。
微信加{wechat}，QQ也行，{qq}。
""".strip().splitlines()
"""Written when the rules were done for the third, and looked at after measuring."""
